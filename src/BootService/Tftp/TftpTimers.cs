namespace BootService.Tftp;

/// <summary>A wheel of deadlines: filing and taking out cost the same however many transfers there are.</summary>
/// <remarks>A deadline that moves later is noticed when its old tick comes round, so that an acknowledgement costs nothing here.</remarks>
internal sealed class TftpTimers
{
    /// <summary>Milliseconds of one tick.</summary>
    public const int TickLength = 5;
    private const int Ticks = 1024;

    private readonly TftpTransfer?[] _wheel = new TftpTransfer?[Ticks];
    private long _tick = -1;

    /// <summary>Sees to it that the transfer comes up at its deadline.</summary>
    public void File(TftpTransfer transfer)
    {
        var tick = TickOf(transfer.Deadline);
        if (transfer.FiledTick >= 0)
        {
            if (transfer.FiledTick <= tick)
            {
                return;
            }

            Remove(transfer);
        }

        transfer.FiledTick = Math.Clamp(tick, _tick + 1, _tick + Ticks - 1);
        ref var head = ref _wheel[transfer.FiledTick % Ticks];
        transfer.NextFiled = head;
        if (head is not null)
        {
            head.PreviousFiled = transfer;
        }

        head = transfer;
    }

    /// <summary>Takes a transfer out; nothing happens when it is not in.</summary>
    public void Remove(TftpTransfer transfer)
    {
        if (transfer.FiledTick < 0)
        {
            return;
        }

        if (transfer.PreviousFiled is { } previous)
        {
            previous.NextFiled = transfer.NextFiled;
        }
        else
        {
            _wheel[transfer.FiledTick % Ticks] = transfer.NextFiled;
        }

        if (transfer.NextFiled is { } next)
        {
            next.PreviousFiled = transfer.PreviousFiled;
        }

        transfer.NextFiled = transfer.PreviousFiled = null;
        transfer.FiledTick = -1;
    }

    /// <summary>Moves to a time and puts everything due into <paramref name="due"/>, taken out of the wheel.</summary>
    public void Advance(long now, List<TftpTransfer> due)
    {
        var target = (now / TickLength) - 1;
        if (_tick < 0 || target - _tick > Ticks)
        {
            _tick = Math.Max(_tick, target - Ticks);
        }

        while (_tick < target)
        {
            _tick++;
            var transfer = _wheel[_tick % Ticks];
            while (transfer is not null)
            {
                var next = transfer.NextFiled;
                if (transfer.FiledTick <= _tick)
                {
                    Remove(transfer);
                    if (transfer.Deadline <= now)
                    {
                        due.Add(transfer);
                    }
                    else
                    {
                        File(transfer);
                    }
                }

                transfer = next;
            }
        }
    }

    private static long TickOf(long deadline) => deadline / TickLength;
}
