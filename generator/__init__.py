"""gongkai (公开): the information-disclosure sections of a county's units, built from Markdown and YAML."""

__version__ = "0.1.0"
