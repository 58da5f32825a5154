"""The tool that says how good search is reads what it says it reads, and its figures are right."""

import math
import subprocess
import sys
from pathlib import Path

import pytest

from bench.relevance.figures import figures, mean
from bench.relevance.judged import judged
from bench.relevance.trec import UnreadableError, documents, topics

ROOT = Path(__file__).parents[2]
MARKUP = """
<DOC><DOCNO> D1 </DOCNO><DATE>1 May</DATE><TITLE>Damp in flats</TITLE>
<TEXT>Surveyors visit <b>damp</b> flats &amp; houses.</TEXT></DOC>
<DOC><DOCNO>D2</DOCNO><TEXT>A bus pass for the first month of a new job.</TEXT></DOC>
"""
LINES = """{"_id": "D3", "title": "", "text": "Flats were painted. Damp came back."}
{"id": 4, "contents": "Tea"}
"""
TOPICS = (
    "<top>\n<num> Number: 301\n<title> damp flats\n<desc> ...\n</top><top><num>302<title>bus passes</top>"
)
QRELS = "301 0 D1 2\n301 0 D3 1\n302 0 D2 1\n"


@pytest.fixture
def collection(tmp_path):
    """A collection of four documents, two topics and three judgements."""
    texts = {"texts.sgml": MARKUP, "texts.jsonl": LINES, "topics": TOPICS, "qrels": QRELS}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def measured(folder, *more):
    """Run the tool on the collection and return the figures of both rivals."""
    files = ["--documents", folder / "texts.sgml", folder / "texts.jsonl", "--topics", folder / "topics"]
    command = [sys.executable, "-m", "bench.relevance", *files, "--qrels", folder / "qrels", *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0][:3] == ["4", "documents,", "2"]
    return {row[0]: [float(value) for value in row[-3:]] for row in rows[2:]}


def test_there_are_as_many_judged_searches_as_were_promised():
    kinds = {each.kind for each in judged()}
    assert 80 <= len(judged()) <= 120
    assert kinds == {"topic", "two concepts", "place", "known item", "slip", "acronym"}


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ('better = ["a"]', "There is no grade better"),
        ("", "has nothing that answers it"),
        ('best = ["a"]\nsome = ["a"]', "something twice"),
        ('best = ["a"]\n[[query]]\nclass = "topic"\ntext = "tea"\nbest = ["b"]', "judged twice"),
    ],
)
def test_a_mistake_in_the_judgements_is_told(tmp_path, facts, complaint):
    file = tmp_path / "judged.toml"
    file.write_text(f'[[query]]\nclass = "topic"\ntext = "tea"\n{facts}')
    with pytest.raises(ValueError, match=complaint):
        judged(file)


def test_the_figures_are_those_that_one_works_out_by_hand():
    grades = {"1": {"a": 3, "b": 1}, "2": {"c": 1}}
    found = figures(grades, {"1": ["x", "a", "b"], "2": []})
    gain, best = 3 / math.log2(3) + 1 / math.log2(4), 3 + 1 / math.log2(3)
    assert found["1"] == pytest.approx({"nDCG@10": gain / best, "MRR": 1 / 2, "recall@100": 1})
    assert found["2"] == {"nDCG@10": 0, "MRR": 0, "recall@100": 0}
    assert mean(found.values())["MRR"] == pytest.approx(1 / 4)


def test_both_forms_of_documents_are_read(collection):
    found = list(documents([collection / "texts.sgml", collection / "texts.jsonl"]))
    assert [(each.name, each.title) for each in found] == [
        ("D1", "Damp in flats"),
        ("D2", ""),
        ("D3", ""),
        ("4", ""),
    ]
    assert found[0].text == "Surveyors visit damp flats & houses."
    assert found[3].text == "Tea"


def test_topics_are_read_as_elements_and_as_lines(collection, tmp_path):
    assert topics(collection / "topics") == {"301": "damp flats", "302": "bus passes"}
    (tmp_path / "lines").write_text("1\tdamp flats\n\n2\tbus\tpasses\n")
    assert topics(tmp_path / "lines") == {"1": "damp flats", "2": "bus\tpasses"}


@pytest.mark.parametrize("text", ["", "no markup at all", "<DOC>no name</DOC>", '{"title": "no name"}'])
def test_what_is_no_collection_is_told(tmp_path, text):
    (tmp_path / "texts").write_text(text)
    with pytest.raises(UnreadableError, match="texts has"):
        list(documents([tmp_path / "texts"]))
    (tmp_path / "topics").write_text(text)
    with pytest.raises(UnreadableError, match="topics has"):
        topics(tmp_path / "topics")


def test_a_collection_is_put_to_both_on_the_embedded_engine(collection):
    assert measured(collection) == {"plain": [1, 1, 1], "commonweal": [1, 1, 1]}


@pytest.mark.elasticsearch
def test_a_collection_is_put_to_both_on_elasticsearch(collection, elasticsearch_url):
    found = measured(collection, "--elasticsearch", elasticsearch_url)
    assert found == {"plain": [1, 1, 1], "commonweal": [1, 1, 1]}
