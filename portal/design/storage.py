"""How production names static files."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFilesStorage(CompressedManifestStaticFilesStorage):
    """Names carry a digest of the content, in imports between our scripts too: browsers keep them long."""

    support_js_module_import_aggregation = True
