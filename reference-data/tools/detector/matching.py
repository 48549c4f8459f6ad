"""Bipartite matching of many small problems at once, by an auction that never waits for the device.

Bertsekas, "The auction algorithm", Annals of Operations Research 14, 1988. All rows without a column bid at the
same time; a column goes to the highest bid and its price rises. With prices starting at 0 the result costs at
most (rows x step) more than the best, also where there are more columns than rows. The number of rounds is
fixed, because asking whether all are done would stop the host; a row without a column in the end stays so.
"""

import torch
from torch import Tensor

STEP = 0.01  # of costs around 1 to 10
ROUNDS = 24  # on costs of this criterion, 20 left no row without a column


def assign(cost: Tensor, valid: Tensor, rounds: int = ROUNDS, step: float = STEP) -> Tensor:
    """cost [P, M, Q], valid [P, M] -> the column of each row, [P, M]; -1 for rows that have none."""
    problems, rows, columns = cost.shape
    # A row never needs more than its `rows` cheapest columns: the other rows cannot take all of them.
    nearby, index = cost.topk(min(rows + 1, columns), largest=False)
    price = cost.new_zeros(problems, columns)
    owner = torch.full((problems, columns), -1, device=cost.device)
    column = torch.full((problems, rows), -1, device=cost.device)
    number = torch.arange(rows, device=cost.device).expand(problems, rows)
    for _ in range(rounds):
        worth = -nearby - price.gather(1, index.flatten(1)).view(index.shape)
        two, which = worth.topk(2)
        wanted = index.gather(2, which[..., :1]).squeeze(2)
        bidding = valid & (column < 0)
        bid = price.gather(1, wanted) + two[..., 0] - two[..., 1] + step
        bid = bid.masked_fill(~bidding, -torch.inf)
        best = torch.full_like(price, -torch.inf).scatter_reduce(1, wanted, bid, "amax")
        highest = bidding & (bid == best.gather(1, wanted))
        # Equal bids: the first row has it.
        candidate = number.masked_fill(~highest, rows)
        winner = torch.full_like(owner, rows).scatter_reduce(1, wanted, candidate, "amin")
        sold = winner < rows
        owner = torch.where(sold, winner, owner)
        price = torch.where(sold, best, price)
        won = highest & (winner.gather(1, wanted) == number)
        column = torch.where(won, wanted, column)
        mine = owner.gather(1, column.clamp(min=0)) == number
        column = column.masked_fill(~mine, -1)
    return column
