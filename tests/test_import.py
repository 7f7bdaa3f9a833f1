"""What an import costs and leaves alone; each check runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_loads_neither_underthesea_nor_scikit_learn() -> None:
    loaded = run("import sys, nqtext; print(*sorted({name.split('.')[0] for name in sys.modules}))").split()
    assert not {"underthesea", "sklearn", "scipy", "joblib", "numpy"} & set(loaded)


def test_every_public_name_can_be_had() -> None:
    assert run("import nqtext; print(len([getattr(nqtext, name) for name in nqtext.__all__]) > 20)") == "True"


def test_analysis_imports_no_scikit_learn_of_its_own() -> None:
    code = (
        "import sys, nqtext; nqtext.load(segmenter='syllable')('Chính phủ yêu cầu các bộ thực hiện.');"
        "print(sorted({'sklearn', 'scipy', 'underthesea'} & set(sys.modules)))"
    )
    assert run(code) == "[]"


def test_the_root_logger_is_left_alone() -> None:
    code = (
        "import logging; root = logging.getLogger(); before = root.handlers[:], root.level;"
        "import nqtext; nqtext.load(segmenter='underthesea', pos=True)('Chính phủ ban hành nghị quyết.');"
        "print((root.handlers, root.level) == before)"
    )
    assert run(code) == "True"


def test_cold_start_in_sixteen_threads() -> None:
    code = (
        "import nqtext; from concurrent.futures import ThreadPoolExecutor;"
        "nlp = nqtext.load(segmenter='underthesea');"
        "text = 'Bộ Xây dựng ban hành Quyết định số 12/QĐ-BXD ngày 3/4/2021.';"
        "print(len(set(ThreadPoolExecutor(16).map(lambda _: nlp(text).to_json(), range(32)))))"
    )
    assert run(code) == "1"


def test_no_network_is_used() -> None:
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('a socket was opened')\n"
        "socket.socket.connect = refuse; socket.create_connection = refuse; socket.getaddrinfo = refuse\n"
        "import nqtext\n"
        "print(len(nqtext.analyze('Chính phủ ban hành Nghị quyết số 06/NQ-CP.').tokens))"
    )
    assert int(run(code)) > 3
