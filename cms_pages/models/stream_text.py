"""The words of a stream, for search: what the page shows, nothing that it holds back."""

from wagtail.blocks import StreamValue


def stream_text(stream: StreamValue) -> str:
    """The text of all blocks. Of contacts only names and offices: numbers and addresses are not searched."""
    pieces = []
    for child in stream or []:
        if child.block_type == "contact":
            pieces += [child.value.get(name) or "" for name in ("name", "role", "organisation")]
        elif child.block_type in ("image", "picture"):
            # A caption may say more about a person than the picture; it is searched only where it is shown.
            continue
        elif child.block_type == "helpline" and not child.value.is_current:
            continue  # an unverified or withdrawn number stands on no page, so in no search and no API either
        elif child.block_type == "section":
            pieces += [child.value["heading"], stream_text(child.value["body"])]
        else:
            pieces += child.block.get_searchable_content(child.value)
    return "\n".join(piece for piece in pieces if piece)
