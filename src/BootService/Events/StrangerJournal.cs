using BootService.Core.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Events;

/// <summary>Tells the log of machines that we do not know and do not answer: each once an hour. Used by one thread.</summary>
internal sealed partial class StrangerJournal(ILogger<StrangerJournal> log)
{
    /// <summary>Of how many machines it is known when they were told of; whoever invents addresses is told of that often in an hour, and no more.</summary>
    public const int Most = 256;

    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly Dictionary<MacAddress, DateTimeOffset> _told = [];

    /// <summary>Takes note of an event.</summary>
    public void Hear(in BootEvent happened)
    {
        if (happened is not { Host: null, Outcome: BootOutcome.Refused, Stage: BootStage.Dhcp or BootStage.BootServer } || happened.Mac.IsZero)
        {
            return;
        }

        var at = happened.At;
        if (_told.TryGetValue(happened.Mac, out var last) ? (at - last).Duration() < Again : !HasRoom(at))
        {
            return;
        }

        _told[happened.Mac] = at;
        var why = EventSentences.Why(happened) ?? "it is no host of ours";
        LogRefused(happened.Mac, why);
    }

    private bool HasRoom(DateTimeOffset now)
    {
        if (_told.Count < Most)
        {
            return true;
        }

        foreach (var (mac, at) in _told)
        {
            if ((now - at).Duration() >= Again)
            {
                _told.Remove(mac);
            }
        }

        return _told.Count < Most;
    }

    [LoggerMessage(EventId = 530, Level = LogLevel.Information, Message = "Machine {Mac} asked for an address and got none: {Why}")]
    private partial void LogRefused(MacAddress mac, string why);
}
