from hub.languages.names import full_name, name_search_text, search_pieces
from hub.languages.sorting import sort_key


def test_khmer_sorts_as_a_dictionary_does():
    words = ["ក៏", "ការ", "កែវ", "កំពត", "កាំង", "ក្រុង", "ខែ", "អង្គការ", "ឥឡូវ", "ឧសភា"]
    assert sorted({*words}, key=sort_key) == words


def test_latin_sorts_without_accents_and_before_khmer_and_numbers_by_value():
    words = ["Item 2", "Item 10", "Écho", "edge", "Zoo", "ការ"]
    assert sorted(words, key=sort_key) == ["Écho", "edge", "Item 2", "Item 10", "Zoo", "ការ"]


def test_the_order_does_not_depend_on_the_order_given():
    same = ["សេចក្តី", "សេចក្ដី"]
    assert sorted(same, key=sort_key) == sorted({*same}, key=sort_key)


def test_names():
    assert full_name("Hang", "Vannak") == "HANG Vannak"
    assert full_name("Debnath", "Falguni", family_first=False) == "Falguni DEBNATH"
    assert full_name("Hang", "Vannak", honorific="Mr.") == "Mr. HANG Vannak"
    assert full_name("Hang", "Vannak", khmer="ហង្ស វណ្ណៈ", language="km") == "ហង្ស វណ្ណៈ"
    assert full_name("Hang", "Vannak", language="km") == "HANG Vannak"
    assert full_name("Sopheap", "") == "SOPHEAP"
    assert full_name("", "", honorific="Mr.") == ""


def test_a_stored_name_is_found_in_either_order_and_script():
    stored = name_search_text("Hang", "Vannak", "ហង្ស ស្រ្តីកែវ")
    for query in ("hang van", "VANNAK HANG", "vannak", "ស្ត្រី\u200bកែវ", "កែវ hang", "Hàng"):
        assert all(piece in stored for piece in search_pieces(query)), query
    assert not all(piece in stored for piece in search_pieces("hang dara"))
