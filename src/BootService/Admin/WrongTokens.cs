using System.Net;
using BootService.Appliances;
using BootService.Core;
using BootService.Core.Audits;

namespace BootService.Admin;

/// <summary>
/// Who shows tokens that open nothing: told once a minute for each address, and answered late when it goes on. Of bounded memory; safe from any thread.
/// </summary>
internal sealed partial class WrongTokens(TimeProvider time, ILogger<WrongTokens> log, ApplianceWriter? appliance = null)
{
    /// <summary>Tries of one address in a minute that are answered at once: a key that was pasted in the wrong field.</summary>
    private const int AtOnce = 5;

    private const int MostPeers = 1024;

    /// <summary>Lines in the log of changes in a minute, of all addresses together.</summary>
    private const int MostAudited = 20;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Tries> _tries = [];
    private Tries _audited;

    /// <summary>Takes note of a wrong token, and keeps its answer back if there were more.</summary>
    /// <param name="peer">Who showed it.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task SeenAsync(IPAddress peer, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        int tries;
        lock (_lock)
        {
            if (_tries.Count >= MostPeers && !_tries.ContainsKey(peer))
            {
                Forget(now);
            }

            var known = _tries.GetValueOrDefault(peer);
            known = now - known.Since < Minute ? known with { Count = known.Count + 1 } : new Tries(now, 1);
            _tries[peer] = known;
            tries = known.Count;
        }

        if (tries == 1)
        {
            LogWrong(peer);
            await AuditAsync(peer, "was shown", now, cancel);
        }
        else if (tries == AtOnce + 1)
        {
            LogGuessing(peer, tries);
            await AuditAsync(peer, "is being guessed", now, cancel);
        }

        if (tries > AtOnce)
        {
            await Task.Delay(Delay, time, cancel);
        }
    }

    private async Task AuditAsync(IPAddress peer, string what, DateTimeOffset now, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (now - _audited.Since >= Minute)
            {
                _audited = new Tries(now, 0);
            }

            // Whoever has many addresses must not fill the log with them.
            if (appliance is null || _audited.Count >= MostAudited)
            {
                return;
            }

            _audited = _audited with { Count = _audited.Count + 1 };
        }

        try
        {
            var line = new AuditLine("token", string.Empty, null, $"one that opens nothing {what}");
            await appliance.NoteAsync(new AuditRecord(now, new Author(peer.ToString(), "tls"), [line], []), cancel);
        }
        catch (Exception notKept) when (notKept is RefusedException or System.Threading.Channels.ChannelClosedException)
        {
            LogNotKept(notKept.Message);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in _tries.Where(known => now - known.Value.Since >= Minute).Select(known => known.Key).ToList())
        {
            _tries.Remove(old);
        }

        if (_tries.Count >= MostPeers)
        {
            _tries.Clear();
        }
    }

    private readonly record struct Tries(DateTimeOffset Since, int Count);

    [LoggerMessage(EventId = 412, Level = LogLevel.Warning, Message = "A wrong token could not be written into the log of changes: {Why}")]
    private partial void LogNotKept(string why);

    [LoggerMessage(EventId = 410, Level = LogLevel.Warning, Message = "A token that opens nothing was shown from {Peer}")]
    private partial void LogWrong(IPAddress peer);

    [LoggerMessage(EventId = 411, Level = LogLevel.Warning,
        Message = "{Peer} has shown {Tries} tokens in a minute that open nothing; its answers are held back. \"stack list token\" shows what there is")]
    private partial void LogGuessing(IPAddress peer, int tries);
}
