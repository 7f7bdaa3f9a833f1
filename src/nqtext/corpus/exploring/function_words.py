"""Words that hold a sentence together and say little about what it is about."""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS"]

#: Conjunctions, prepositions, pronouns, auxiliaries, classifiers and counting words.
FUNCTION_WORDS: frozenset[str] = frozenset(
    line.strip()
    for line in """
    và, hoặc, hay, nhưng, mà, thì, là, nếu, vì, do, nên, tuy, dù, song, cũng, còn, lại, rồi, nữa
    vẫn, chỉ, ngay, đều, của, cho, với, về, từ, đến, tới, tại, ở, trong, ngoài, trên, dưới, trước
    sau, giữa, theo, bằng, để, bởi, qua, như, cùng, vào, ra, lên, xuống, đi, khỏi, nhằm, so với
    đối với, trong đó, cùng với, theo đó, qua đó, từ đó, các, những, mọi, mỗi, từng, một, hai, ba
    nhiều, ít, cả, tất cả, toàn bộ, một số, vài, nhất, rất, hơn, khá, quá, này, đó, kia, ấy, đây
    nào, gì, sao, đâu, ai, mình, tôi, chúng ta, chúng tôi, họ, ông, bà, anh, chị, em, nó, đã, đang
    sẽ, vừa, mới, chưa, không, chẳng, được, bị, phải, cần, có thể, có, hãy, đừng, xin, việc, sự
    cái, con, chiếc, người, nơi, khi, lúc, lần, nhau, thế, vậy, khác, riêng, chung, cụ thể, như vậy
    bao gồm, gồm, tức, tuy nhiên, đồng thời, ngoài ra, bên cạnh, do đó, vì vậy, bên cạnh đó, nhờ
    bởi vì
    """.replace("\n", ",").split(",")
    if line.strip()
)
