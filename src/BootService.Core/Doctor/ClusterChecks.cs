using BootService.Core.Stores;

namespace BootService.Core.Doctor;

/// <summary>What a frontend knows of those that share its database.</summary>
/// <param name="All">All of the last week; only this one where the database is not shared.</param>
/// <param name="Ahead">How far the database's clock is ahead of this machine's.</param>
/// <param name="IsFresh">Whether the database answered within the last seconds.</param>
public sealed record ClusterView(IReadOnlyList<FrontendPeer> All, TimeSpan Ahead, bool IsFresh);

/// <summary>Whether several frontends and their database would bear the loss of one of them. Pure.</summary>
public static class ClusterChecks
{
    /// <summary>From how far on clocks are told to differ.</summary>
    public static readonly TimeSpan ClockWarning = TimeSpan.FromSeconds(1);

    /// <summary>From how far on nothing is believed that a clock would judge: deadlines of attempts, ends of leases.</summary>
    public static readonly TimeSpan ClockLimit = TimeSpan.FromSeconds(30);

    /// <summary>All of them.</summary>
    /// <param name="view">What is known here.</param>
    /// <param name="server">What the server says of itself; null when it cannot be asked.</param>
    /// <param name="whyNot">Why it cannot; null when it can.</param>
    public static IEnumerable<Finding> Of(ClusterView view, SharedServer? server, string? whyNot)
    {
        ArgumentNullException.ThrowIfNull(view);
        yield return view.IsFresh
            ? Finding.Fine("state", "what is known here is the newest")
            : Finding.Wrong(
                "state", "it is not known whether what is known here is the newest, so no installer is handed out from here",
                "see that the database answers, and that the clocks agree");
        yield return Clock(view.Ahead);
        var database = server is null ? [Finding.Wrong("database", whyNot ?? "it does not answer", "see that it runs")] : Server(server);
        foreach (var finding in Frontends(view.All).Concat(database))
        {
            yield return finding;
        }
    }

    private static Finding Clock(TimeSpan ahead)
    {
        var seconds = Math.Round(ahead.TotalSeconds, 1);
        var result = $"the database's clock is {Math.Abs(seconds)} s {(seconds < 0 ? "behind" : "ahead of")} this machine's";
        return ahead.Duration() > ClockLimit ? Finding.Wrong("clock", $"{result}, and no installer is handed out from here", "let both follow NTP")
            : ahead.Duration() > ClockWarning ? new Finding("clock", Verdict.Note, result, "let both follow NTP")
            : Finding.Fine("clock", $"it agrees with the database's to {ClockWarning.TotalSeconds} s");
    }

    private static IEnumerable<Finding> Frontends(IReadOnlyList<FrontendPeer> all)
    {
        if (all.Count < 2)
        {
            yield return new Finding("frontends", Verdict.Note, "there is no other frontend: when this one is away nobody boots", "see docs/cluster.md");
        }

        foreach (var silent in all.Where(frontend => !frontend.IsUp))
        {
            yield return Finding.Wrong(
                "frontends", $"{silent.Name} ({silent.Address}) was last heard of {silent.Silent.TotalSeconds:0} s ago",
                "start it; one that will not come back is forgotten after a week");
        }

        if (all.Count > 1 && all.All(frontend => frontend.IsUp))
        {
            yield return Finding.Fine("frontends", $"{string.Join(", ", all.Select(frontend => frontend.Name))} are up");
        }

        if (all.Select(frontend => frontend.Program).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 1 } programs)
        {
            yield return new Finding("programs", Verdict.Note, $"frontends run {string.Join(" and ", programs)}", "bring all to one version soon");
        }

        if (all.Count > 1 && all.Where(frontend => frontend.Service.Length == 0).Select(frontend => frontend.Name).ToArray() is { Length: > 0 } without)
        {
            yield return new Finding(
                "addresses", Verdict.Note,
                $"{string.Join(", ", without)} {(without.Length == 1 ? "has" : "have")} no service address: a machine that is booting from a frontend that "
                    + "goes away is not finished by another", "set Frontend:Service, and see \"stack report keepalived\"");
        }
    }

    private static IEnumerable<Finding> Server(SharedServer server)
    {
        if (!server.IsSyncing)
        {
            yield return Finding.Wrong(
                "database", "its server does not wait for its disk (fsync or full_page_writes is off): a power cut may lose or damage everything",
                "ALTER SYSTEM RESET fsync; ALTER SYSTEM RESET full_page_writes; then start it anew");
        }

        yield return server.Standbys.Length == 0
            ? new Finding(
                "database", Verdict.Note, "no standby is waited for: what was acknowledged is gone when the server's machine is",
                "set synchronous_standby_names, as docs/cluster.md has Patroni do")
            : Finding.Fine("database", $"what it acknowledges is on a standby too ({server.Standbys})");
    }
}
