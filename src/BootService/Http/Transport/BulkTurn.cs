using BootService.Doors;

namespace BootService.Http.Transport;

/// <summary>
/// A connection's turn among the large files. A thousand machines that share a wire evenly are all done when the last one is; by turns half of them are
/// done in half of that time. Who waits is sent the beginning and then driblets: firmware and package managers give up where nothing comes.
/// </summary>
/// <param name="turns">The turns.</param>
/// <param name="machine">Whose connection it is.</param>
/// <param name="go">Has the connection go on soon; on any thread.</param>
internal sealed class BulkTurn(FairTurns turns, uint machine, Action go) : FairTurn(machine)
{
    /// <summary>What is sent at once; the headers that firmware reads of a program are in it.</summary>
    public const int Beginning = 64 * 1024;

    /// <summary>What is sent each second: four times what dnf calls too slow.</summary>
    public const int Driblet = 4 * 1024;

    private volatile Stage _stage;
    private long _allowed;

    private enum Stage
    {
        None,
        Waits,
        Has,
    }

    /// <summary>Whether it waits.</summary>
    public bool Dribbles => _stage is Stage.Waits;

    /// <summary>A large file is about to be sent.</summary>
    public void Begin()
    {
        if (turns.TryEnter())
        {
            _stage = Stage.Has;
            return;
        }

        _allowed = Beginning;
        _stage = Stage.Waits;
        turns.Wait(this);
    }

    /// <inheritdoc/>
    public override void Given()
    {
        _stage = Stage.Has;
        go();
    }

    /// <summary>How much may be sent now.</summary>
    /// <param name="most">What would be sent if nobody else were there.</param>
    public long Allows(long most) => Dribbles ? Math.Min(_allowed, most) : most;

    /// <summary>So much was sent.</summary>
    public void Sent(long bytes) => _allowed -= bytes;

    /// <summary>A second has passed.</summary>
    public void AllowMore() => _allowed = Driblet;

    /// <summary>The file is through, or nobody wants it any more. Called for small ones too, and again, it does nothing.</summary>
    public void End()
    {
        if (_stage is Stage.None)
        {
            return;
        }

        if (_stage is Stage.Has || !turns.Abandon(this))
        {
            turns.Leave();
        }

        _stage = Stage.None;
    }
}
