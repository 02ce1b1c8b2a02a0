"""A video's address in any form that people copy leads to the player; what is no video is only linked to."""

import pytest

from knowledge_bank.video import Player, player

YOUTUBE = Player("YouTube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ")
LISTED = Player("Vimeo", "https://player.vimeo.com/video/123456789")
UNLISTED = Player("Vimeo", "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=42s",
        "https://m.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ?si=AbCd",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/embed/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=AbCd",
        "http://youtu.be/dQw4w9WgXcQ",
    ],
)
def test_every_address_of_one_video_on_youtube(address):
    assert player(address) == YOUTUBE


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://vimeo.com/123456789", LISTED),
        ("https://www.vimeo.com/123456789?share=copy", LISTED),
        ("https://vimeo.com/channels/staffpicks/123456789", LISTED),
        ("https://player.vimeo.com/video/123456789", LISTED),
        ("https://vimeo.com/123456789/0a1b2c3d4e", UNLISTED),
        ("https://vimeo.com/123456789/0a1b2c3d4e?share=copy", UNLISTED),
        ("https://vimeo.com/123456789?h=0a1b2c3d4e", UNLISTED),
        ("https://player.vimeo.com/video/123456789?badge=0&h=0a1b2c3d4e", UNLISTED),
    ],
)
def test_every_address_of_one_video_on_vimeo(address, found):
    assert player(address) == found


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://www.youtube.com/@kanaal",
        "https://www.youtube.com/playlist?list=PL123456789",
        "https://vimeo.com/",
        "https://voorbeeld.nl/?u=https://youtu.be/dQw4w9WgXcQ",
        "https://youtube.com.voorbeeld.nl/watch?v=dQw4w9WgXcQ",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_video_there_is_only_linked_to(address):
    assert player(address) is None
