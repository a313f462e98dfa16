using BootService.Core.Events;
using BootService.Core.Webhooks;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Webhooks;

/// <summary>
/// Which machines that are no hosts webhooks are told of: each once a day, and so many in an hour: who invents cards fills no queue. Used by one thread.
/// </summary>
internal sealed class StrangerNews
{
    /// <summary>Machines in an hour.</summary>
    public const int MostPerHour = 60;

    private const int MostKnown = 1024;

    private static readonly TimeSpan Again = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<MacAddress, DateTimeOffset> _told = [];
    private DateTimeOffset _hour = DateTimeOffset.MinValue;
    private int _count;

    /// <summary>The message about an event; null when nobody is to be told.</summary>
    public WebhookMessage? Hear(in BootEvent happened, string frontend)
    {
        if (happened is not { Host: null, IsFirmware: true, Stage: BootStage.Dhcp, Mac: { IsZero: false, IsMulticast: false } }
            || (_told.TryGetValue(happened.Mac, out var last) && (happened.At - last).Duration() < Again))
        {
            return null;
        }

        if ((happened.At - _hour).Duration() >= Hour)
        {
            (_hour, _count) = (happened.At, 0);
        }

        if (_count >= MostPerHour)
        {
            return null;
        }

        if (_told.Count >= MostKnown)
        {
            _told.Clear();
        }

        _count++;
        _told[happened.Mac] = happened.At;
        return WebhookMessage.Unknown(happened.Mac, happened.Network, frontend, happened.At);
    }
}
