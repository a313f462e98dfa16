using BootService.Core.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Events;

/// <summary>
/// Tells the log of machines that we do not know and do not answer, and of those that have to do with an address which another one uses: each once an hour.
/// Used by one thread.
/// </summary>
internal sealed partial class StrangerJournal(ILogger<StrangerJournal> log)
{
    /// <summary>Of how many machines it is known when they were told of; whoever invents addresses is told of that often in an hour, and no more.</summary>
    public const int Most = 256;

    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly Dictionary<MacAddress, DateTimeOffset> _told = [];

    /// <summary>Takes note of an event.</summary>
    public void Hear(in BootEvent happened)
    {
        var (isConflict, asksInVain) = (IsConflict(happened), AsksInVain(happened));
        if ((!isConflict && !asksInVain) || happened.Mac.IsZero)
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
        if (isConflict)
        {
            LogConflict(happened.Address, why);
        }
        else
        {
            LogRefused(happened.Mac, why);
        }
    }

    /// <summary>Who gives an address back, or has one and wants to know the rest, has not asked for one: the next time it may.</summary>
    private static bool AsksInVain(in BootEvent happened) =>
        happened is { Host: null, Outcome: BootOutcome.Refused, Stage: BootStage.Dhcp or BootStage.BootServer }
            and not { Stage: BootStage.Dhcp, Message: BootMessage.Release or BootMessage.Inform or BootMessage.Decline };

    /// <summary>An address of a pool is in use: its new owner says so, or the other machine was heard.</summary>
    private static bool IsConflict(in BootEvent happened) =>
        happened is { Host: null, Outcome: BootOutcome.Failed, Stage: BootStage.Dhcp, Message: BootMessage.Decline or BootMessage.AddressConflict };

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

    [LoggerMessage(EventId = 531, Level = LogLevel.Warning, Message = "Address {Address} of a pool is in use already: {Why}")]
    private partial void LogConflict(Ipv4 address, string why);
}
