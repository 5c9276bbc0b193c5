"""A subject category or a genre is not one of the official lists, or not in its canonical form."""

from generator import vocabulary
from generator.checks import Found, check
from generator.model import Document


@check(
    "D104",
    "warning",
    law="国务院办公厅政府信息公开目录·主题分类；《政府信息公开目录系统实施指引（试行）》",
    fix="改用目录里的名称；目录在 generator/rules/subject_categories.yaml 和 genres.yaml",
    bad=("主题分类: 农业农村", "主题分类: 城市绿化养护", "体裁: 通报单"),
    good=("主题分类: 农业、林业、水利", "主题分类: 综合政务\\政务公开", "体裁: 通报"),
)
def subject_unlisted(document: Document) -> Found:
    """主题分类和体裁用目录里的规范名称，公众才能按类查找。"""
    lists = (("subject_category", "subject_categories", "categories"), ("genre", "genres", "genres"))
    for field, file, key in lists:
        written = getattr(document, field) if field in document.marks else ""
        label = "主题分类" if field == "subject_category" else "体裁"
        if written and (message := vocabulary.fault(written, vocabulary.names(file, key), label)):
            yield message, field
