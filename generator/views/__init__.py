"""The shelf of views: one family of pages a file, each with `pages(content, county, today)` and a `SAMPLE`.

A view turns a unit's content into `Page` values. It may also give `county_pages(county, today)` for pages at the
county's root, and `listing_pages(pages, content, county, today)` or `county_listing_pages(pages, county, today)` for
pages that list the addresses of all others. What has a front page that no column leads to names it for the site map:
`front(content, today)` a unit's, `county_front(county)` the county's; each gives a `Link`, or None where the page is
not made.
Files that start with `_` hold values that several families share; they are not views.

A file for machines that no theme may change names one of the view's `WRITERS`, payload → text, in place of a template.
"""
