using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Profiles;

namespace BootService.Commands.Verbs;

[Command("check profile", "Renders the profiles of hosts and shows each fault once, with its place and the hosts it hits.",
    Aliases = "check host profile|verify xml",
    Detail = "Nothing is changed, and no output means that every profile renders and lets somebody log in. The exit code is 1 when there is a fault. "
        + "\"stack verify xml\" looks for what is not XML in carts and pallets that are not enabled, too.",
    Example = "check profile backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Row("file, line:number?, column:number?, node?, attribute?, fault, count:number, hosts")]
internal sealed class CheckProfile(IProfiles profiles) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var hosts = call.Arguments.IsEmpty ? call.HostsOrAll(inventory) : call.HostsToChange(inventory);
        var sources = profiles.Look(inventory, call.MayChange);
        var faults = ProfileSurvey.Run(sources, hosts, out var lockedOut, cancel);
        var elsewhere = call.CalledAs[0] is "verify" && call.Arguments.IsEmpty ? Elsewhere(sources, faults) : [];
        if (LoginWarning.Of(lockedOut) is { } warning)
        {
            call.Output.Message(warning);
        }

        call.FlatTable();
        foreach (var (fault, hit) in faults.Concat(elsewhere))
        {
            await call.Output.RowAsync(
                fault.File, Place(fault.Line), Place(fault.Column), fault.Node, fault.Attribute, fault.Sentence, hit.Count, HostRanges.Fold(hit));
        }

        if (elsewhere.Length > 0)
        {
            throw new RefusedException(
                $"{Counted(faults.Count + elsewhere.Length, "fault")}, {elsewhere.Length} of them in XML that no host's profile is made of");
        }

        if (faults.Count > 0)
        {
            var broken = faults.SelectMany(fault => fault.Hosts).Distinct(StringComparer.Ordinal).Count();
            throw new RefusedException($"{Counted(faults.Count, "fault")} in the profiles of {broken} of {Counted(hosts.Length, "host")}{ByKind(faults)}");
        }
    }

    /// <summary>Files that are no XML, of which no profile is made; what else is wrong with such files is wrong for nobody yet.</summary>
    private static CheckedFault[] Elsewhere(IProfileSources sources, IReadOnlyList<CheckedFault> known) =>
    [
        .. sources.Everything().FileFaults.Where(fault => fault.Kind is ProfileFaultKind.Xml && known.All(one => one.Fault != fault))
            .Select(fault => new CheckedFault(fault, [])),
    ];

    /// <summary>How many there are of each kind, the commonest first: the work list of who brings node files along.</summary>
    private static string ByKind(IReadOnlyList<CheckedFault> faults)
    {
        var kinds = faults.GroupBy(fault => fault.Fault.Kind).OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key);
        return faults.Count < 2 ? string.Empty : ": " + string.Join(", ", kinds.Select(kind => $"{kind.Count()} {Word(kind.Key)}"));
    }

    private static string Word(ProfileFaultKind kind) => kind switch
    {
        ProfileFaultKind.Xml => "not XML",
        ProfileFaultKind.Element => "of elements",
        ProfileFaultKind.ElementAttribute => "of attributes of elements",
        ProfileFaultKind.Condition => "of conditions",
        ProfileFaultKind.UndefinedAttribute => "of attributes that are not set",
        ProfileFaultKind.Graph => "of graphs",
        ProfileFaultKind.Include => "of includes",
        ProfileFaultKind.Run => "of code on the frontend",
        _ => "of other kinds",
    };

    private static Cell Place(int number) => number > 0 ? number : default(Cell);

    private static string Counted(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
