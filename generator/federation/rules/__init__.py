"""The shelf of rules of the harvest: what the province asks of published files, one subject a file.

Codes: H1 records, H2 catalogue, H3 ResourceSync, H4 feeds, H5 site maps, H6 links, H7 tables, H8 registry, H9 fetching.
"""
