"""Official documents from a watched folder into the internal inboxes of units (公文流转).

`settings` reads what `site.yaml` says of it, `receiving` takes what lies in the folder, `admission` judges one of it,
`deliveries` says who has what and where it stands, `sections` makes the trees, `crossing` hands on to the public side
what is 主动公开. The folder is never read by what makes pages: they come from the store (`dispatch_store`).
"""
