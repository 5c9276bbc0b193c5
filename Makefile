# 公开：一个县各单位的政府信息公开专栏。输入 make 看说明。
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site check bench test lint judges docs screens pins clean

# 用哪个 Python：第一个不低于 3.11 的；也可以自己指定，例如 make site PYTHON=/opt/python3.12/bin/python3
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)
VENV := .venv
RUN := $(VENV)/bin/python
COMMAND := $(VENV)/bin/gongkai
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
OLD_PYTHON := 需要 Python 3.11 或更高版本（现在是：$$($(or $(PYTHON),python3) --version 2>/dev/null || echo 没有找到)）。Debian、Ubuntu 可以 apt-get install python3 python3-venv
NO_VENV := 建立 $(VENV) 失败。Debian、Ubuntu 先 apt-get install python3-venv 再试

help:  ## 显示这份说明
	@printf '公开：一个县各单位的政府信息公开专栏\n\n'
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@printf '\n其他命令：%s --help\n' '$(COMMAND)'

site: $(COMMAND)  ## 生成全县的公开专栏，结果在 output/public/
	@$(COMMAND) build
	@printf '\n已生成。用浏览器打开：\n  file://%s/output/public/index.html\n' "$(CURDIR)"

check: $(COMMAND)  ## 检查内容，不生成页面
	@$(COMMAND) check

bench: $(VENV)/.core  ## 与 Hugo、Zola、Eleventy、Pelican 比较用时和内存（先装它们，要有 npm）
	@benchmarks/peers/install
	@$(RUN) -m benchmarks.run $(BENCH)

test: lint judges  ## 运行全部测试
	$(RUN) -m pytest -n auto --dist worksteal

lint: $(VENV)/.test  ## 检查代码：ruff 和 mypy
	$(RUN) -m ruff check
	$(RUN) -m mypy

judges: tests/node_modules/.package-lock.json  ## 安装测试用的 Nu HTML checker（要有 npm；运行要有 Java）

docs: $(VENV)/.core  ## 重写手册里由程序得出的部分：字段表、检查项、内容类型
	@$(RUN) docs/make.py

screens: $(VENV)/.test site judges  ## 重拍 docs/pictures/ 里的截图（要有 chromium、LibreOffice、node）
	@$(RUN) tests/screens/shoot.py output/public docs/pictures
	@$(RUN) tests/screens/shoot_editing.py . docs/pictures

pins: $(VENV)/.core  ## 按 *.in 重新固定依赖的版本（维护者用）
	$(PIP) uv
	cd requirements && for set in core cluster site pdf test; do ../$(VENV)/bin/uv --no-config pip compile --quiet --universal --upgrade \
		--python-version 3.11 --generate-hashes --no-header --output-file $$set.txt $$set.in; done

clean:  ## 删除虚拟环境和各种缓存，不碰内容和已生成的页面
	rm -rf $(VENV) tests/node_modules .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ── 命令：仓库移动、用符号链接从别处调用都能用；不看当前文件夹里的 generator/ ──

define LAUNCHER
#!/bin/sh
# 由 make 写成
repository=$$(dirname "$$(dirname "$$(dirname "$$(readlink -f "$$0")")")")
PYTHONPATH="$$repository$${PYTHONPATH:+:$$PYTHONPATH}" exec "$$repository/$(RUN)" -P -c \
	'import sys; sys.argv.pop(0); from generator.cli import main; main()' "$$0" "$$@"
endef
export LAUNCHER

$(COMMAND): Makefile $(VENV)/.core
	@printf '%s\n' "$$LAUNCHER" >$@
	@chmod +x $@

# ── 记号文件：装过的不再装 ──

$(VENV)/.made:
	@test -n '$(PYTHON)' || { echo "$(OLD_PYTHON)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(OLD_PYTHON)" >&2; exit 1; }
	@echo '建立虚拟环境 $(VENV) …'
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo '$(NO_VENV)' >&2; exit 1; }
	@touch $@

$(VENV)/.core: requirements/site.txt | $(VENV)/.made
	@echo '安装依赖 …'
	@$(PIP) --require-hashes -r requirements/site.txt
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.core
	@echo '安装测试用的依赖 …'
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

tests/node_modules/.package-lock.json: tests/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else echo '没有 npm，不安装 Nu HTML checker；用到它的测试会跳过'; fi
