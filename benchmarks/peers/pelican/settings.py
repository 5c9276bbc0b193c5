"""The same pages as the other peers make: an author is a unit, a category one of its columns, a tag its year."""

SITENAME = "示例县"
SITEURL = "https://www.county.example"
PATH = "content"
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"author": None, "category": None, "tag": None}
DIRECT_TEMPLATES = ["index"]
ARTICLE_URL = "{author}/{category}/{slug}.html"
ARTICLE_SAVE_AS = ARTICLE_URL
AUTHOR_FEED_ATOM = "{slug}/feed.xml"
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
FEED_DOMAIN = SITEURL
MARKDOWN: dict[str, dict[str, dict[str, str]]] = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}}
}
LOAD_CONTENT_CACHE = True
CACHE_CONTENT = True
CONTENT_CACHING_LAYER = "generator"
CHECK_MODIFIED_METHOD = "mtime"
