"""What can be wrong with a document that is to be routed: severity, how to mend it, and the ground."""

from __future__ import annotations

from generator.faults import Meaning
from generator.model import Finding, Severity
from generator.secrecy import STOP

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

MANUAL = "公文流转手册·出错时"
SECRECY = "《保守国家秘密法》第三十条；《政府信息公开条例》第十四条"
OPENNESS = "《政府信息公开条例》第十六条、第十七条；国办发〔2016〕80号"
TABLE: dict[str, Meaning] = {
    "G101": Meaning(E, "按提示改正 .yaml 或目录里的这一行，再保存一次", MANUAL, "说明没有写全，或者写法程序不认识"),
    "G102": Meaning(
        E,
        "写明“公开属性: 主动公开”、依申请公开或不予公开；后两种还要写“理由”",
        OPENNESS,
        "没有写明公开属性，或者不公开而没有写理由：程序不代为选择",
    ),
    "G103": Meaning(
        E, "主送、抄送写单位的简称或文件夹名，或者“组:乡镇”这样的组", MANUAL, "发文机关、主送或抄送不在单位名录里"
    ),
    "G104": Meaning(E, STOP, SECRECY, "公文、附件、说明或文件名里有密级，或者内部资料的标志"),
    "G105": Meaning(
        E,
        "扫描件、OFD 等程序读不出的文件须有人看过：在 .yaml 里写“人工核对: 姓名”",
        SECRECY,
        "文件里的文字没有读全",
    ),
    "G106": Meaning(E, "请发文单位重新导出、重新放进收文夹", MANUAL, "文件损坏、不完整，或者不是允许的格式"),
    "G107": Meaning(
        E, "重复的，从收文夹删去；要代替原件的，在 .yaml 里写“替换: 原文号”和“原因”", MANUAL, "文号或原件已经登记过"
    ),
    "G108": Meaning(
        E,
        "写登记过的文号或流水号，并写“原因”；只有发文机关自己能撤回、替换",
        MANUAL,
        "撤回、替换的写法不对",
    ),
    "G109": Meaning(W, "不用处理；收文夹里的这一份已清走", MANUAL, "同一件公文已经登记，没有再发"),
    "G201": Meaning(I, "文件写完以后自动登记", MANUAL, "文件还在写，或者还缺一半"),
    "G202": Meaning(W, "公开的那一份按提示办理", OPENNESS, "已经送到各单位，没有转成公开的信息"),
    "G203": Meaning(W, "已经公开的，按编辑手册·撤下办理；还是草稿的，删去草稿", OPENNESS, "撤回了，还有一份在公开一侧"),
    "G301": Meaning(W, "改正这一行；各列依次是 单位、文号、签收时间、签收人", MANUAL, "这一行签收读不懂，没有计入"),
}


def fault(code: str, path: str, line: int, message: str, fix: str = "", column: int = 1) -> Finding:
    """A finding of one of these codes."""
    meaning = TABLE[code]
    return Finding(code, meaning.severity, path, line, column, message, fix or meaning.fix, meaning.law)
