using BootService.Core.Events;

namespace BootService.Core.Timeline;

/// <summary>Tells where one boot ends and the next begins: machines do not say when they are switched on.</summary>
internal static class BootSplit
{
    /// <summary>Silence after which an address that is asked for is another boot's.</summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromMinutes(30);

    /// <summary>The boots in a host's events, each with its events, oldest first.</summary>
    public static IReadOnlyList<IReadOnlyList<BootEvent>> Split(IReadOnlyList<BootEvent> events)
    {
        var boots = new List<List<BootEvent>>();
        var reached = RoadStep.None;
        for (var at = 0; at < events.Count; at++)
        {
            var step = Road.Of(events[at]);
            if (boots.Count == 0 || Begins(events, at, step, reached))
            {
                boots.Add([]);
                reached = RoadStep.None;
            }

            boots[^1].Add(events[at]);
            reached = step is RoadStep.None or RoadStep.Failed or RoadStep.SwitchedOff ? reached : step;
        }

        return boots;
    }

    private static bool Begins(IReadOnlyList<BootEvent> events, int at, RoadStep step, RoadStep reached) => step switch
    {
        RoadStep.Armed => true,
        RoadStep.Powered => reached is not (RoadStep.None or RoadStep.Armed or RoadStep.Powered),

        // An iPXE and an installer ask for an address too, in the middle of a boot; firmware asks and then fetches a loader or its configuration.
        RoadStep.Offered => reached switch
        {
            RoadStep.None or RoadStep.Armed or RoadStep.Powered or RoadStep.Offered or RoadStep.IpxeLoader => false,
            RoadStep.Up or RoadStep.Done or RoadStep.ToldToLeave => true,
            _ => events[at].At - events[at - 1].At > LongSilence || LeadsToLoader(events, at),
        },
        _ => false,
    };

    private static bool LeadsToLoader(IReadOnlyList<BootEvent> events, int at)
    {
        for (var next = at + 1; next < events.Count; next++)
        {
            switch (Road.Of(events[next]))
            {
                case RoadStep.Loader or RoadStep.IpxeLoader or RoadStep.ToldToInstall or RoadStep.ToldToLeave:
                    return true;
                case RoadStep.None or RoadStep.Offered or RoadStep.Addressed or RoadStep.Failed:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
