namespace BootService.Tftp;

/// <summary>How long to wait before sending again: by the measured round trip, not by the clock of 1981.</summary>
internal sealed class TftpPace
{
    private const int Shortest = 20;
    private const int FirstShortest = 30;
    private const int Longest = 1000;
    private const int LongestUnheard = 4000;

    /// <summary>
    /// Beyond the five seconds of the usual client's own clock, which some (atftp) set back at each packet they have already: only a pause lets
    /// such a client find that its acknowledgement was lost.
    /// </summary>
    private const int LongestSilence = 8000;

    private int _common8;

    /// <summary>Milliseconds to wait for a client not heard yet: four round trips of the others, so that a crowd is not taken for loss.</summary>
    public int First => Math.Clamp(_common8 / 2, FirstShortest, Longest);

    /// <summary>The client moved on: learns the round trip, and sets the patience for the next window.</summary>
    public void Progress(TftpTransfer transfer, long now)
    {
        if (!transfer.Repeated)
        {
            var measured = (int)Math.Min(now - transfer.Sent, Longest);
            transfer.RoundTrip8 = transfer.RoundTrip8 < 0 ? measured * 8 : transfer.RoundTrip8 + measured - (transfer.RoundTrip8 / 8);
            _common8 += measured - (_common8 / 8);
        }

        transfer.Heard = true;
        transfer.Repeated = false;
        transfer.Progressed = now;
        var patience = transfer.RoundTrip8 < 0 ? First : transfer.RoundTrip8 / 2;
        transfer.Patience = Math.Clamp(patience, Shortest, LongestFor(transfer));
    }

    /// <summary>Nothing came: waits twice as long next time, up to what the client asked for with the timeout option.</summary>
    public static void Silence(TftpTransfer transfer) =>
        transfer.Patience = Math.Min(
            transfer.Patience * 2, !transfer.Heard ? LongestUnheard : transfer.Terms.Timeout is null ? LongestSilence : LongestFor(transfer));

    private static int LongestFor(TftpTransfer transfer) =>
        transfer.Terms.Timeout is { } timeout ? Math.Max((int)timeout.TotalMilliseconds, Shortest) : Longest;
}
