namespace BootService.Doors;

/// <summary>One that waits for a turn.</summary>
/// <param name="machine">Whose it is.</param>
internal abstract class FairTurn(uint machine)
{
    /// <summary>Whose it is.</summary>
    public uint Machine => machine;

    /// <summary>Where it stands in its machine's line; null while it does not wait.</summary>
    internal LinkedListNode<FairTurn>? Place { get; set; }

    /// <summary>It is its turn now. On whichever thread made room, under the lock of the turns: it must not wait.</summary>
    public abstract void Given();
}

/// <summary>
/// So many at a time; who comes later waits for a turn and is not turned away. Turns go from machine to machine, so that one that wants much at a time
/// holds up itself and nobody else. Safe from any thread; without anybody waiting it allocates nothing.
/// </summary>
/// <param name="most">How many at a time, as it is now.</param>
internal sealed class FairTurns(Func<int> most)
{
    private readonly Lock _lock = new();
    private readonly Queue<Line> _turns = new();
    private readonly Dictionary<uint, Line> _lines = [];
    private int _in;
    private int _waiting;
    private long _waited;

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>How many have had to wait so far.</summary>
    public long Waited => Volatile.Read(ref _waited);

    /// <summary>Takes a turn, if one is free and nobody waits for it.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_waiting > 0 || _in >= most())
            {
                return false;
            }

            _in++;
            return true;
        }
    }

    /// <summary>Waits for a turn, at the end of the line of its machine; it may be given at once.</summary>
    public void Wait(FairTurn turn)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(turn.Machine, out var line))
            {
                line = new Line(turn.Machine);
                _lines.Add(turn.Machine, line);
                _turns.Enqueue(line);
            }

            turn.Place = line.Waiting.AddLast(turn);
            _waiting++;
            _waited++;
            GiveOn();
        }
    }

    /// <summary>Waits no more.</summary>
    /// <returns>False when the turn was given already: then it must be left.</returns>
    public bool Abandon(FairTurn turn)
    {
        lock (_lock)
        {
            if (turn.Place is not { List: { } line } place)
            {
                return false;
            }

            line.Remove(place);
            turn.Place = null;
            if (--_waiting == 0)
            {
                _turns.Clear();
                _lines.Clear();
            }

            return true;
        }
    }

    /// <summary>Gives a turn back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _in--;
            GiveOn();
        }
    }

    // A line that everybody has left stays until its turn comes.
    private void GiveOn()
    {
        while (_waiting > 0 && _in < most() && _turns.TryDequeue(out var line))
        {
            if (line.Waiting.First is { Value: var turn } place)
            {
                line.Waiting.Remove(place);
                turn.Place = null;
                _waiting--;
                _in++;
                turn.Given();
            }

            if (line.Waiting.Count > 0)
            {
                _turns.Enqueue(line);
            }
            else
            {
                _lines.Remove(line.Machine);
            }
        }
    }

    /// <summary>What one machine waits for, in the order in which it came.</summary>
    private sealed class Line(uint machine)
    {
        public uint Machine => machine;

        public LinkedList<FairTurn> Waiting { get; } = new();
    }
}
