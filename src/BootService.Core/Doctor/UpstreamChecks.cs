using BootService.Core.Stores;

namespace BootService.Core.Doctor;

/// <summary>What a relay knows of the frontends that it follows.</summary>
/// <param name="Frontend">The one that answered last.</param>
/// <param name="WhyNot">Why none tells what is new, a sentence without a full stop; null when one does.</param>
/// <param name="All">The frontends there are, as that one said.</param>
/// <param name="Hosts">How many hosts are known here.</param>
/// <param name="Networks">The networks that are served here, with commas between.</param>
public sealed record UpstreamView(string Frontend, string? WhyNot, IReadOnlyList<FrontendPeer> All, int Hosts, string Networks)
{
    /// <summary>How long ago a question was sent that was answered; null when none was yet.</summary>
    public TimeSpan? Silent { get; init; }

    /// <summary>Whether what is known here is the newest.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Whether a network that is known here is one that is served here.</summary>
    public bool HasNetwork { get; init; }

    /// <summary>The pallets there are, each with how much of it is here.</summary>
    public IReadOnlyList<PalletView> Pallets { get; init; } = [];
}

/// <summary>Whether a relay is well. Pure.</summary>
public static class UpstreamChecks
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Finding> Of(UpstreamView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        yield return view.IsFresh
            ? Finding.Fine("upstream", $"{view.Frontend} answers, and what is known here of hosts of {view.Networks} ({view.Hosts}) is the newest")
            : Finding.Wrong(
                "upstream",
                $"{view.WhyNot ?? $"{view.Frontend} does not answer"}{Since(view.Silent)}: hosts that are known boot their own disks, and none is installed",
                "see that a frontend is up and can be reached from here");
        if (view.IsFresh && !view.HasNetwork)
        {
            yield return Finding.Wrong(
                "networks", $"the frontends know no network that is {view.Networks}, so nobody is answered here",
                "\"stack add network\" at a frontend, with its address and mask");
        }

        foreach (var frontend in view.All)
        {
            yield return frontend.IsUp
                ? Finding.Fine("frontends", $"{frontend.Name} is up")
                : new Finding("frontends", Verdict.Note, $"{frontend.Name} ({frontend.Address}) is not heard of", "start it");
        }

        foreach (var pallet in view.Pallets)
        {
            yield return Pallet(pallet);
        }
    }

    private static Finding Pallet(PalletView pallet) => pallet switch
    {
        { Fault: { } fault } => Finding.Wrong("pallets", $"{pallet.Key} does not get here: {fault}", "see to that; it is tried again"),
        { Shares: [{ Percent: < 100 and var percent }] } => new Finding(
            "pallets", Verdict.Note, $"{pallet.Key} is on its way: {percent} % of it is here", "wait: what machines ask for comes first"),
        _ => Finding.Fine("pallets", $"{pallet.Key} is here"),
    };

    private static string Since(TimeSpan? silent) => silent is { } time ? $", for {time.TotalSeconds:0} s now" : string.Empty;
}
