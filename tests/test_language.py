# ruff: noqa: RUF001 - these texts are in other alphabets on purpose.
"""English and not English, told apart on texts written for this test."""

from __future__ import annotations

import pytest

from qc.document import Document
from qc.language import UNKNOWN, english, identified, language, languages
from qc.words.script import script

ENGLISH = {
    "plain": "The council met on Tuesday to decide what should be done about the bridge, which has been closed since "
    "May.",
    "garbled": "The bridge that it was closed of the May have decided them the council for to repair, with the costs "
    "that it supposes the city and who not they had in the account of the year past.",
    "learner": "I think that travel by train is more better than bus because you can to see many beautiful "
    "landscapes and speak with peoples of other countrys when it go slow.",
    "old": "And it came to pass in those days that there went forth a man whose name was Ezra, and he spake unto them, "
    "saying, What doth this city unto thee?",
    "verse": "O wind that went before the dawn,\nWhat have you done with all the corn\nThat stood so tall on yonder "
    "hill\nWhen I was young and slept my fill?",
    "recipe": "Chop two onions, one carrot, three cloves garlic. Fry gently in olive oil, ten minutes. Add tomatoes, "
    "bay leaf, salt, pepper, sugar. Simmer until thick, stirring often. Serve with boiled rice, fresh parsley.",
    "names": "Nkechi Okonkwo and Babatunde Adeyemi left Ibadan for Ouagadougou with Szczepan Brzęczyszczykiewicz, "
    "who had met Þórarinn Eldjárn at the airport of Reykjavík.",
    "mostly English": "The mayor said “no se puede hacer nada por ahora” and left. The council, which had met that "
    "morning, was not told what he had meant by it, and there was no vote.",
}
FOREIGN = {
    "French": "Le conseil municipal s’est réuni mardi pour décider de ce qui serait fait du pont, qui est fermé "
    "depuis le mois de mai et dont les habitants ne peuvent plus se servir.",
    "German": "Der Rat der Stadt hat am Dienstag beschlossen, was mit der Brücke geschehen soll, die seit Mai "
    "gesperrt ist und von den Bewohnern nicht mehr benutzt werden kann, was in der Stadt so niemand will.",
    "Spanish": "El consejo se reunió el martes para decidir qué hacer con el puente, que está cerrado desde mayo y "
    "que los vecinos ya no pueden usar para ir al trabajo.",
    "Portuguese": "O conselho reuniu-se na terça-feira para decidir o que fazer com a ponte, que está fechada desde "
    "maio e não pode ser usada pelos moradores da cidade.",
    "Italian": "Il consiglio si è riunito martedì per decidere che cosa fare del ponte, che è chiuso da maggio e che "
    "gli abitanti della città non possono più usare.",
    "Dutch": "De raad heeft op dinsdag besloten wat er met de brug moet gebeuren, die sinds mei gesloten is en niet "
    "meer door de bewoners van de stad kan worden gebruikt.",
    "Swedish": "Rådet har på tisdagen beslutat vad som ska hända med bron, som är stängd sedan maj och inte kan "
    "användas av dem som bor i staden.",
    "Polish": "Rada zebrała się we wtorek, aby zdecydować, co zrobić z mostem, który jest zamknięty od maja i z "
    "którego mieszkańcy nie mogą już korzystać.",
    "Turkish": "Belediye meclisi salı günü toplandı ve mayıs ayından beri kapalı olan köprü için ne yapılacağına bir "
    "karar verdi, ama bu karar daha çok soru doğurdu.",
    "Indonesian": "Dewan kota bertemu pada hari Selasa untuk memutuskan apa yang akan dilakukan dengan jembatan itu, "
    "yang tidak dapat digunakan oleh warga sejak Mei.",
    "Latin": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et "
    "dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation.",
    "Russian": "Городской совет собрался во вторник, чтобы решить, что делать с мостом, который был закрыт в мае и "
    "которым жители уже не могут пользоваться.",
    "Ukrainian": "Міська рада зібралася у вівторок, щоб вирішити, що робити з мостом, який закрили у травні і яким "
    "мешканці вже не можуть користуватися.",
    "Arabic": "اجتمع المجلس يوم الثلاثاء من أجل أن يقرر ما يجب فعله في هذا الجسر الذي كان مغلقا منذ مايو",
    "Chinese": "市议会星期二开会，决定如何处理自五月以来一直关闭的桥梁。",
    "Japanese": "市議会は火曜日に会合を開き、五月から閉鎖されている橋をどうするかを決めた。",
    "Korean": "시의회는 화요일에 모여 오월부터 닫혀 있는 다리를 어떻게 할지 결정했다.",
    "Greek": "Το συμβούλιο συνεδρίασε την Τρίτη για να αποφασίσει τι θα γίνει με τη γέφυρα.",
    "Hindi": "नगर परिषद की बैठक मंगलवार को हुई और यह तय किया गया है कि पुल का क्या होगा।",
}
NOTHING = {
    "bytes": "\x03þÿ§q9 ¤zz¢ £ÿ0 xq4 ¬¬ð ÐÑ8 ¶qqzx wvx§ zzk4",
    "letters": "xqz wvkr plmqq trzzx bnnv klqw zzrt hhgf qqpl vbnm xxcv",
    "numbers": "12 47 3.5 88% 2024 – 77 1,000",
    "empty": "",
}


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_english_is_english_however_it_is_written(text: str) -> None:
    assert english(Document(text))


@pytest.mark.parametrize(("name", "text"), FOREIGN.items(), ids=FOREIGN)
def test_another_language_is_not_english_and_is_named(name: str, text: str) -> None:
    doc = Document(text)
    assert not english(doc)
    assert identified(doc) == name


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_no_language_is_unknown(text: str) -> None:
    doc = Document(text)
    assert not english(doc)
    assert identified(doc) == UNKNOWN


def test_a_long_document_is_judged_by_all_of_it() -> None:
    preface = "The council met and decided what should be done with the bridge. " * 20
    assert not english(Document(preface + FOREIGN["German"] * 60))
    assert english(Document(preface * 10 + FOREIGN["German"]))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("avec les autres dans une", "fr"),
        ("und nicht mit einem der", "de"),
        ("sin embargo también los que", "es"),
        ("with the others in one", "en"),
        ("zzk plmqq", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_few_words_are_told_by_their_function_words(words: str, code: str) -> None:
    found, confidence = language(words.split())
    assert found == code
    assert (confidence == 0) == (code == UNKNOWN)
    assert confidence <= 1


def test_every_language_has_words_enough_to_be_told_by() -> None:
    assert len(languages()) >= 50
    assert all(len(words) >= 13 for _, words in languages().values())


@pytest.mark.parametrize(
    ("char", "name"),
    [("a", "Latin"), ("é", "Latin"), ("ж", "Cyrillic"), ("漢", "Chinese"), ("𝑥", ""), ("7", ""), ("Ω", "Greek")],
)
def test_letters_have_a_script_and_symbols_none(char: str, name: str) -> None:
    assert script(char) == name
