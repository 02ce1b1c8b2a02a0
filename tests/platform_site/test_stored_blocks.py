"""What is stored of a text of blocks is read in one way: by links, comparisons and saves that cross."""

from platform_site.stored_blocks import leaves, texts

STORED = [
    {"id": "a1", "type": "quote", "value": {"text": "Wij keken <b>samen</b>.", "speaker": ""}},
    {"id": "b2", "type": "table", "value": {"data": [["Rol", None], ["Student", 3]], "first": True}},
]


def test_every_value_is_met_once_with_where_it_stands():
    assert list(leaves(STORED)) == [
        ("0.type", "quote"),
        ("0.value.speaker", ""),
        ("0.value.text", "Wij keken <b>samen</b>."),
        ("1.type", "table"),
        ("1.value.data.0.0", "Rol"),
        ("1.value.data.0.1", None),
        ("1.value.data.1.0", "Student"),
        ("1.value.data.1.1", 3),
        ("1.value.first", True),
    ]
    assert list(texts(STORED)) == ["quote", "", "Wij keken <b>samen</b>.", "table", "Rol", "Student"]


def test_cells_that_moved_to_another_row_are_a_difference():
    wide, high = [["a", "b", "c"], ["d", "e", "f"]], [["a", "b"], ["c", "d"], ["e", "f"]]
    assert list(leaves(wide)) != list(leaves(high))
