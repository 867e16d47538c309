"""Static files: hashed names, so that a page never meets the wrong style sheet."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content once `collectstatic` has run; a file it does not know keeps its name.

    A missing entry is not an error for a reader: the page comes without that file rather than not at all.
    """

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name of `name`, or `name` itself where the manifest has none."""
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
