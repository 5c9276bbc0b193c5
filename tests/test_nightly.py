"""`gongkai nightly`: two nights of a small county, whatever can go wrong in one, and who is told of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from conftest import REPOSITORY, Outcome
from county import County, document
from generator.console import CHINA
from generator.errors import GeneratorError
from generator.lock import hold
from generator.nights import Night, is_late, load, record, standing
from generator.pulling import pull
from generator.signing import new_key
from publications import published_county, shown
from receivers import PASSWORD, USER, bots, postbox
from test_publishing_verbs import run
from web_servers import Setting, serving

FRESH = "2026-00009"


def night(county: County, *arguments: str, **environment: str) -> Outcome:
    """A night, serially and without the credentials of whoever runs the tests."""
    home = county.root.parent
    return run(county, "nightly", "--workers", "serial", *arguments, HOME=str(home), **environment)


def nightly_county(root: Path, documents: int = 2) -> County:
    """A small county that signs what it publishes, and is verified where its target shows it."""
    county = published_county(root, documents)
    private, _ = new_key(root / "keys")
    target = f"    网址: {root}/www/county/current\n签名私钥: [{private}]\n"
    county.write("site.yaml", (county.root / "site.yaml").read_text("utf-8") + target)
    return county


def logs(county: County) -> list[str]:
    """The logs of all nights."""
    return [path.read_text("utf-8") for path in sorted((county.root / "output/nightly").glob("*.log"))]


def history(county: County) -> list[Night]:
    """What is remembered of them."""
    return list(load(county.root / "output"))


def test_two_nights(tmp_path: Path) -> None:
    """A document dated tomorrow appears tomorrow, a notice that ends loses its body, and each unit has its line."""
    county = nightly_county(tmp_path)
    notice = document("公示", "2026-00008", "类型: 公示", "公示截止: 2026-11-23", body="张三拟补助。\n")
    late = document("明日公开的通知", FRESH).replace("发布日期: 2026-01-06", "发布日期: 2026-11-24")
    county.write("content/jinping/gg/gs.md", notice)
    county.write("content/jinping/gg/late.md", late)
    county.register("jinping")
    page = f"jinping/info/{FRESH}.html"
    first = night(county, "--today", "2026-11-23")
    seen = shown(tmp_path / "www/county")
    assert first.status == 0, first.output
    assert page not in seen and "张三拟补助" in seen["jinping/info/2026-00008.html"].decode()
    assert "jinping 示例县锦屏镇人民政府: 发布 3，重写 " in first.output and "核对 www: 与签名的一致" in first.output
    second = night(county, "--today", "2026-11-24")
    seen = shown(tmp_path / "www/county")
    assert second.status == 0 and page in seen and "张三拟补助" not in seen["jinping/info/2026-00008.html"].decode()
    assert "jinping 示例县锦屏镇人民政府: 发布 1，" in second.output
    assert "portal 示例县人民政府: 发布 0，" in second.output and "上一次成功是 2026-11-23" in second.output
    assert [each.status for each in history(county)] == [0, 0] and logs(county) == [first.output, second.output]
    assert [path.name for path in sorted((county.root / "output/nightly").glob("*.log"))] == [
        "2026-11-23-1.log",
        "2026-11-24-1.log",
    ]
    third = night(county, "--today", "2026-11-24")
    assert third.status == 0 and "jinping 示例县锦屏镇人民政府: 发布 0，重写 0，扣下 0\n" in third.output
    assert "没有变化" in third.output and (county.root / "output/nightly/2026-11-24-2.log").exists()


def test_what_is_wrong_is_withheld_and_told(tmp_path: Path) -> None:
    """One document of one unit: its line names it, the others go out, the status is 1."""
    county = nightly_county(tmp_path)
    county.write("content/jinping/gg/x.md", document("坏的", "2026-00005", "公示截止: 很久"))
    county.write("content/caizhengju/gg/y.md", document("好的", "2026-00006", slug="caizhengju"))
    county.register("caizhengju")
    found = night(county)
    assert found.status == 1 and "caizhengju 示例县财政局: 发布 3，" in found.output
    assert "扣下 1（content/jinping/gg/x.md:7: F103）" in found.output
    assert "caizhengju/info/2026-00006.html" in shown(tmp_path / "www/county")
    county.write("content/caizhengju/unit.yaml", "名称: [坏\n")
    broken = night(county)
    assert broken.status == 1 and "没有生成，公开的还是上一次的" in broken.output
    assert (
        "content/caizhengju/unit.yaml:1:5: 错误 F028" in broken.output and "    改法: 在列表的末尾补上" in broken.output
    )
    assert "caizhengju/info/2026-00006.html" in shown(tmp_path / "www/county")


def test_what_trips_a_safeguard_stays(tmp_path: Path) -> None:
    """Too many pages gone in one unit: it stays as the public sees it, what is new elsewhere goes out."""
    county = nightly_county(tmp_path, documents=30)
    assert night(county).status == 0
    for number in range(1, 26):
        (county.root / f"content/jinping/gg/n{number}.md").unlink()
    county.register("jinping")
    county.write("content/caizhengju/gg/y.md", document("好的", "2026-00077", slug="caizhengju"))
    county.register("caizhengju")
    found = night(county)
    seen = shown(tmp_path / "www/county")
    assert found.status == 1 and "保持原样（页面从" in found.output
    assert "jinping/info/2026-00001.html" in seen and "caizhengju/info/2026-00077.html" in seen


def test_targets_that_fail_and_places_that_were_tampered_with(tmp_path: Path) -> None:
    """A target that cannot be reached is 3; what the public sees and nobody signed is 4."""
    county = nightly_county(tmp_path)
    assert night(county).status == 0
    site = (county.root / "site.yaml").read_text("utf-8")
    broken = f"发布目标:\n  - 名称: broken\n    类型: 文件夹\n    选项: {{文件夹: {tmp_path}/none/there}}\n"
    county.write("site.yaml", site.replace("发布目标:\n", broken))
    failed = night(county)
    assert failed.status == 3 and "broken: 失败" in failed.output and "核对 www: 与签名的一致" in failed.output
    county.write("site.yaml", site)
    page = tmp_path / "www/county/current/jinping/index.html"
    page.unlink()
    page.write_text("<!doctype html>别人的", "utf-8")
    tampered = night(county)
    assert tampered.status == 4 and "核对 www: 与签名的不一致" in tampered.output and "jinping/" in tampered.output
    assert [each.status for each in history(county)] == [0, 3, 4]
    assert "核对" in history(county)[-1].told


def test_the_site_as_the_public_sees_it(tmp_path: Path) -> None:
    """Through a web server that shows the folder; one that adds a script's header is found out."""
    county = nightly_county(tmp_path)
    assert night(county).status == 0
    described = "location ~ /.well-known/resourcesync$ { default_type application/xml; }"
    with serving(tmp_path / "nginx", tmp_path / "www/county/current") as server:
        server.start(Setting(inside=described))
        site = (county.root / "site.yaml").read_text("utf-8")
        county.write("site.yaml", site.replace(f"{tmp_path}/www/county/current", server.address))
        found = night(county)
        assert found.status == 0 and "核对 www: 与签名的一致" in found.output, found.output
        server.start(
            Setting(inside=f"{described} sub_filter '</body>' '<script src=//x.example/a.js></script></body>';")
        )
        assert night(county).status == 4
    stopped = night(county)
    assert stopped.status == 4 and "没有取到" in stopped.output


def test_only_one_at_a_time(tmp_path: Path) -> None:
    """Another one is running: told, and nothing is touched."""
    county = nightly_county(tmp_path)
    with hold(county.root / "output/.lock", "2026-11-23 02:00"):
        found = night(county)
    assert found.status == 3 and "另一个生成正在进行" in found.errors and not (county.root / "output/nightly").exists()


def test_settings_that_cannot_be_used(tmp_path: Path) -> None:
    """It is told once, and remembered; the operator still gets a letter."""
    county = nightly_county(tmp_path)
    with postbox(tmp_path) as box:
        county.write("site.yaml", (county.root / "site.yaml").read_text("utf-8") + letters(box.port) + "胡写: 1\n")
        found = night(county)
    assert found.status == 2 and found.output.count("site.yaml 不能用") == 1, found.output
    assert history(county)[-1].status == 2 and len(box.letters) == 1 and "site.yaml" in box.letters[0].text


def test_settings_that_cannot_be_read_are_told_too(tmp_path: Path) -> None:
    """By what was written last: the operator of the line at which a bracket was opened, a unit of its own mistake."""
    county = nightly_county(tmp_path)
    unit = county.root / "content/jinping/unit.yaml"
    right = unit.read_text("utf-8")
    county.write("content/longjie/unit.yaml", right.replace("单位类型:", "单位类型："))
    with postbox(tmp_path) as box:
        site = (county.root / "site.yaml").read_text("utf-8")
        county.write("site.yaml", site + letters(box.port))
        unit.write_text(right + "通知邮箱: jinping@x.example\n", "utf-8")
        first = night(county)
        county.write("site.yaml", f"{site}外链白名单: [\n" + letters(box.port))
        second = night(county)
        county.write("site.yaml", site + letters(box.port))
        unit.write_text(unit.read_text("utf-8").replace("单位类型:", "单位类型：", 1), "utf-8")
        third = night(county)
    (county.root / "output/nightly/addresses.json").unlink()
    county.write("site.yaml", f"{site}主题：default\n")
    silent = night(county)
    assert "longjie longjie: 发布 0，重写 0，扣下 1" in first.output and "没有生成，还没有公开过" in first.output
    told = "site.yaml:" + str(site.count("\n") + 1) + ":8: 错误 F028 这里的「[」一直没有配对的「]」"
    assert (second.status, third.status, silent.status) == (2, 1, 2)
    assert told in second.output and "通知: 按以前写的“通知”发" in second.output and "通知 邮件: 已发" in second.output
    assert told in box.letters[2].text and "改法: 在列表的末尾补上这个括号" in box.letters[2].text
    assert "通知: 没有发出，以前也没有能用的“通知”；site.yaml 第" in silent.output and silent.output in logs(county)
    assert [each.receivers[0] for each in box.letters[3:]] == ["it@x.example", "jinping@x.example"]
    for each in box.letters[3:]:
        assert (
            "content/jinping/unit.yaml:" in each.text
            and "是全角冒号" in each.text
            and "    改法: 改成半角" in each.text
        )


def test_a_night_needs_nobody_who_listens(tmp_path: Path) -> None:
    """A pipe that is closed after three lines ends nothing; and standard error is for faults alone."""
    county = nightly_county(tmp_path)
    command = [sys.executable, "-m", "generator", "--root", str(county.root), "nightly", "--workers", "serial"]
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(REPOSITORY)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment, text=True) as child:
        assert child.stdout is not None and child.stderr is not None
        assert child.stdout.readline().rstrip().endswith("开始")
        child.stdout.close()
        assert child.stderr.read() == ""
    assert child.returncode == 0 and history(county)[-1].status == 0
    assert "核对 www: 与签名的一致" in logs(county)[0] and "结束: 全部完成" in logs(county)[0]


def letters(port: int, more: str = "加密: 不加密") -> str:
    """The settings of a mail server."""
    return f"通知:\n  邮件: {{主机: 127.0.0.1, 端口: {port}, {more}, 发件人: g@x.example, 收件人: it@x.example}}\n"


def test_everybody_is_told_what_concerns_them(tmp_path: Path) -> None:
    """The operator all of it, a group the same in short, a unit its own; no number of a person in any of it."""
    county = nightly_county(tmp_path)
    number = "11010519491231002X"
    county.write("content/jinping/gg/x.md", document("坏的", "2026-00005", body=f"身份证号 {number}。\n"))
    county.register("jinping")
    for slug in ("jinping", "portal"):
        path = county.root / f"content/{slug}/unit.yaml"
        path.write_text(path.read_text("utf-8") + f"通知邮箱: {slug}@x.example\n", "utf-8")
    secrets = f"mail:\n  PASSWORD: {PASSWORD}\nqun:\n  SIGN: canary-sign\n  URL: "
    with postbox(tmp_path, encrypted=True) as box, bots() as group:
        (tmp_path / "secret.yaml").write_text(f"{secrets}{group.address}/robot?access_token=canary-token\n", "utf-8")
        (tmp_path / "secret.yaml").chmod(0o600)
        more = f"加密: STARTTLS, 证书: {box.certificate}, 用户: {USER}"
        site = (county.root / "site.yaml").read_text("utf-8") + letters(box.port, more)
        county.write("site.yaml", f"{site}  群机器人: [{{名称: qun, 类型: 钉钉}}]\n")
        arguments = ("--today", "2026-11-23", "--credentials", str(tmp_path / "secret.yaml"))
        first = night(county, *arguments)
        assert first.status == 1 and first.output.count("：已发") + first.output.count(": 已发") == 4, first.output
        second = night(county, *arguments)
        group.answers = [(200, {"errcode": 310000, "errmsg": "sign not match"})]
        third = night(county, *arguments)
    to = [each.receivers[0] for each in box.letters]
    assert to[:3] == ["it@x.example", "jinping@x.example", "portal@x.example"]
    assert to[3:] == ["it@x.example", "jinping@x.example"] * 2  # nothing new of the portal: it is not written to
    whole, own, portal = (each.text for each in box.letters[:3])
    assert "jinping 示例县锦屏镇人民政府: 发布 2" in whole and "退出状态 1" in whole
    assert "content/jinping/gg/x.md:" in own and "改法:" in own and "公开了 2 条:\n  通知1\n" in own
    assert "公开了 2 条" in portal and "jinping" not in portal
    assert box.letters[0].message["Date"].startswith("Mon, 23 Nov 2026")
    assert group.posts[0].body["text"]["content"].startswith("【示例县信息公开】2026-11-23-1 每晚发布")
    assert third.status == 1 and "通知 钉钉 qun: 没有发出，对方没有接受（310000 sign not match）" in third.output
    everything = "".join((*(each.text for each in box.letters), json.dumps([each.body for each in group.posts])))
    everything += "".join((first.output, second.output, third.output, first.errors, third.errors, *logs(county)))
    assert not [each for each in (number, PASSWORD, "canary-sign", "canary-token") if each in everything]
    assert len(logs(county)) == 3 and logs(county)[0].rstrip().endswith("通知 钉钉 qun: 已发")


def test_missed_nights_are_seen(tmp_path: Path) -> None:
    """By the next night, by the report, and by what asks for the monitoring."""
    county = nightly_county(tmp_path)
    none = run(county, "nightly", "--status")
    assert none.status == 1 and none.output == "还没有运行过\n"
    assert night(county, "--today", "2026-11-20").status == 0
    told = night(county, "--today", "2026-11-24")
    assert "上一次成功是 2026-11-20" in told.output and "漏了 3 晚" in told.output
    report = run(county, "report", "--today", "2026-11-27", "--workers", "serial")
    assert "每晚自动运行: 上一次成功是 2026-11-24" in report.output and "漏了 2 晚" in report.output
    assert "漏了 2 晚" in (county.root / "output/report/index.html").read_text("utf-8")
    assert run(county, "nightly", "--status").status == 1
    record(county.root / "output", Night("2026-11-28", datetime.now(CHINA).isoformat(), 0))
    fine = run(county, "nightly", "--status")
    assert fine.status == 0 and "退出状态 0" in fine.output
    record(county.root / "output", Night("2026-11-28", datetime.now(CHINA).isoformat(), 4))
    assert run(county, "nightly", "--status").status == 4, "a night that was stopped is not green for another day"
    record(county.root / "output", Night("2026-11-28", datetime.now(CHINA).isoformat(), 0))
    county.write("output/nightly/running.json", '["2026-11-28", "2026-11-28T02:30:00+08:00", "2026-11-28-1.log"]')
    assert run(county, "nightly", "--status").status == 1, "nor one that nobody runs any more"


def test_history(tmp_path: Path) -> None:
    """Failed nights do not count as good ones; half a line of a crash is passed over."""
    moment = datetime(2026, 11, 28, 3, tzinfo=CHINA)
    nights = [Night(f"2026-11-{day}", f"2026-11-{day}T02:40:00+08:00", status) for day, status in ((25, 0), (26, 3))]
    for each in nights:
        record(tmp_path, each)
    path = tmp_path / "nightly/history.jsonl"
    path.write_text(path.read_text("utf-8") + '{"day": "2026-11-27", "wh', "utf-8")
    assert load(tmp_path) == tuple(nights)
    assert "漏了 2 晚；失败 1 次" in standing(nights, moment.date())
    assert standing((), moment.date()) == "" and "还没有成功过" in standing(nights[1:], moment.date())
    assert is_late(nights, moment) and not is_late(nights, moment - timedelta(hours=48)) and is_late((), moment)


def git(folder: Path, *arguments: str) -> str:
    """A git command in a repository of a person."""
    person = ["-c", "user.name=t", "-c", "user.email=t@x.example", "-c", "init.defaultBranch=main"]
    command = ["git", *person, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="需要 git：apt-get install git")
def test_what_editors_sent_is_fetched(tmp_path: Path) -> None:
    """Fast-forward only: what was changed here is never lost, and a pull that fails stops nothing."""
    county = nightly_county(tmp_path)
    (county.root / ".gitignore").write_text("output/\n", "utf-8")
    git(county.root, "init", "-q")
    git(county.root, "add", "-A")
    git(county.root, "commit", "-qm", "all")
    git(tmp_path, "clone", "-q", "--bare", str(county.root), "server.git")
    assert "取内容" not in night(county).output  # no upstream
    git(county.root, "remote", "add", "origin", str(tmp_path / "server.git"))
    git(county.root, "fetch", "-q")
    git(county.root, "branch", "-q", "--set-upstream-to=origin/main")
    git(tmp_path, "clone", "-q", "server.git", "desk")
    desk = County(tmp_path / "desk", (), (county.root / "site.yaml").read_text("utf-8"))
    desk.write("content/jinping/gg/y.md", document("编辑送来的", FRESH))
    desk.register("jinping")
    git(desk.root, "add", "-A")
    git(desk.root, "commit", "-qm", "new")
    git(desk.root, "push", "-q")
    pulled = night(county)
    assert pulled.status == 0 and "取内容: 取到新内容" in pulled.output and "人民政府: 发布 1，" in pulled.output, (
        pulled
    )
    assert f"jinping/info/{FRESH}.html" in shown(tmp_path / "www/county")
    changed = county.root / "content/jinping/gg/y.md"
    changed.write_text(changed.read_text("utf-8") + "\n本机改的。\n", "utf-8")
    desk.write("content/jinping/gg/y.md", document("又改了", FRESH))
    git(desk.root, "commit", "-qam", "again")
    git(desk.root, "push", "-q")
    failed = night(county)
    assert failed.status == 3 and "git pull 失败，按本机现有的内容继续" in failed.output
    assert "content/jinping/gg/y.md" in failed.output
    assert "本机改的" in changed.read_text("utf-8") and "核对 www: 与签名的一致" in failed.output
    assert "有人在本机改了文件" in failed.output and "\n  改法: 在工作区里用运行夜间任务的账户" in failed.output
    assert "\n取内容" not in night(county, "--no-pull").output
    git(county.root, "commit", "-qam", "here")
    with pytest.raises(GeneratorError, match="历史分叉了") as parted:
        pull(county.root)
    assert "git log @{u}.." in parted.value.advice and "git pull --rebase" in parted.value.advice
    assert "fatal: Not possible to fast-forward" in parted.value.what


def test_the_rules_of_the_web_server_follow(tmp_path: Path) -> None:
    """Where they were written before, they are written again as they were asked for, and it is said."""
    county = nightly_county(tmp_path)
    assert "网页服务器的配置" not in night(county).output
    assert run(county, "hosting", "--root", "/srv/live/current").status == 0
    withdrawn = "撤下:\n  - {索引号: 11530823000000002K/2026-00001, 日期: 2026-11-20, 理由: 内容有误}\n"
    unit = county.root / "content/jinping/unit.yaml"
    unit.write_text(unit.read_text("utf-8") + withdrawn, "utf-8")
    (county.root / "content/jinping/gg/n1.md").unlink()
    found = night(county)
    assert "网页服务器的配置: 变了" in found.output and "请重新载入" in found.output
    rules = (county.root / "output/hosting/nginx/gongkai_county.conf").read_text("utf-8")
    assert "/srv/live/current" in rules
    assert "网页服务器的配置" not in night(county).output


def test_units_for_systemd(tmp_path: Path) -> None:
    """systemd itself finds nothing wrong with the samples."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("需要 systemd-analyze：apt-get install systemd")
    for name in ("gongkai-nightly.service", "gongkai-nightly.timer"):
        text = (REPOSITORY / "docs/samples" / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/opt/gongkai/bin/gongkai", shutil.which("true") or ""), "utf-8")
    paths = [str(path) for path in sorted(tmp_path.glob("gongkai-*"))]
    done = subprocess.run([program, "verify", "--man=no", *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not [line for line in done.stderr.splitlines() if "gongkai" in line], done.stderr
    service = (REPOSITORY / "docs/samples/gongkai-nightly.service").read_text("utf-8")
    for line in ("ProtectSystem=strict", "ReadWritePaths=", "PrivateTmp=yes", "NoNewPrivileges=yes"):
        assert f"\n{line}" in service


def test_credentials_that_cannot_be_used_stop_only_what_needs_them(tmp_path: Path) -> None:
    """The folder is published and verified; the target with a password is told as failed, and the file once."""
    county = nightly_county(tmp_path)
    site = (county.root / "site.yaml").read_text("utf-8")
    ftp = "发布目标:\n  - {名称: ftp, 类型: ftp, 重试: 1, 选项: {主机: 127.0.0.1, 端口: '1', 用户: x, 文件夹: /x}}\n"
    county.write("site.yaml", site.replace("发布目标:\n", ftp))
    (tmp_path / "secret.yaml").write_text("ftp: {PASSWORD: canary}\n", "utf-8")
    (tmp_path / "secret.yaml").chmod(0o644)
    found = night(county, "--credentials", str(tmp_path / "secret.yaml"))
    assert found.status == 2 and found.output.count("凭据文件别人也能读") == 1, found.output
    assert "ftp: 失败" in found.output and "核对 www: 与签名的一致" in found.output
    assert shown(tmp_path / "www/county") == county.tree() and "canary" not in found.output


def test_a_night_that_was_killed_is_seen(tmp_path: Path) -> None:
    """By what asks for the monitoring, and by the next night; while one runs it is said to run; old logs go."""
    county = nightly_county(tmp_path)
    output = county.root / "output"
    for number in range(1, 101):
        (output / "nightly").mkdir(exist_ok=True)
        (output / f"nightly/2026-10-01-{number}.log").write_text("", "utf-8")
    code = (
        "import os, signal, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from generator.nights import Begun, running; night = running(Path(sys.argv[1]), Begun('2026-11-22', "
        "'2026-11-22T02:30:00+08:00', '2026-11-22-1.log')); night.__enter__(); print(flush=True); sys.stdin.read(1)"
    )
    command = [sys.executable, "-c", code, str(output), str(REPOSITORY)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert "2026-11-22 02:30 开始的一次正在运行" in run(county, "nightly", "--status").output
        child.kill()
    killed = run(county, "nightly", "--status")
    assert killed.status == 1 and "没有做完就停了" in killed.output and "2026-11-22-1.log" in killed.output
    found = night(county, "--today", "2026-11-23")
    assert [(each.day, each.status) for each in history(county)] == [("2026-11-22", 3), ("2026-11-23", 0)]
    assert "还没有成功过一晚，试过 1 次" in found.output
    names = sorted(path.name for path in (output / "nightly").glob("*.log"))
    assert len(names) == 90 and "2026-11-23-1.log" in names and "2026-10-01-11.log" not in names
    assert "没有做完" not in run(county, "nightly", "--status").output


def test_the_letter_says_first_what_matters(tmp_path: Path) -> None:
    """Tampering in its subject; how to get back a unit whose folder was lost; of the nights before that they were."""
    county = nightly_county(tmp_path)
    with postbox(tmp_path) as box:
        county.write("site.yaml", (county.root / "site.yaml").read_text("utf-8") + letters(box.port))
        unit = county.root / "content/jinping/unit.yaml"
        unit.write_text(unit.read_text("utf-8") + "通知邮箱: jinping@x.example\n", "utf-8")
        record(county.root / "output", Night("2026-11-22", "2026-11-22T02:30:00+08:00", 3, told="断电"))
        assert night(county, "--today", "2026-11-23").status == 0
        page = tmp_path / "www/county/current/jinping/index.html"
        data = page.read_bytes()
        page.unlink()
        page.write_text("<!doctype html>别人的", "utf-8")
        assert night(county, "--today", "2026-11-23").status == 4
        page.write_bytes(data)
        shutil.rmtree(county.root / "content/jinping")
        assert night(county, "--today", "2026-11-24").status == 1
    first, own, second, third, last = box.letters
    assert (own.receivers, last.receivers) == (("jinping@x.example",), ("jinping@x.example",))
    assert "保持公众现有的样子" in last.text and "改法: 文件夹误删了的：从备份或版本库恢复 content/jinping" in last.text
    assert "全部完成，没有扣下和失败的" in first.text and "在这一晚以前: 还没有成功过一晚" in first.text
    subject = str(make_header(decode_header(second.message["Subject"])))
    assert "www 与签名的不一致，可能被篡改" in subject
    assert "恢复 content/jinping" in third.text and "gongkai publish --accept jinping" in third.text
