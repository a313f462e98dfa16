using System.Collections.Immutable;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Timeline;

namespace BootService.Commands.Verbs;

[Command("wait", "Waits until hosts stand as they should, for scripts that go on then.",
    Detail = "States are those of \"stack list host status\". It ends with 1 when the time is up, and before that when every host that is not there yet has "
        + "been failing for a minute and was to come up: "
        + "then waiting leads nowhere.",
    Example = "wait backend state=up timeout=3600")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("state", ValueKind.Choice, "How they should stand; up unless said otherwise.", Choices = "failing|overdue|waiting|installing|up|idle")]
[Parameter("timeout", ValueKind.Number, "Seconds after which it gives up; an hour unless said otherwise.")]
internal sealed class Wait(IHostStates states) : ICommand
{
    private const int UsualTimeout = 3600;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var wanted = Enum.Parse<HostState>(call.Find("state") ?? "up", ignoreCase: true);
        var end = call.Now + TimeSpan.FromSeconds(call.Number("timeout") ?? UsualTimeout);
        var names = call.HostsToChange(call.Inventory).Select(host => host.Name).ToImmutableArray();
        while (true)
        {
            var standings = Look(call, names);
            var missing = standings.Where(pair => pair.Standing.State != wanted).ToArray();
            if (missing.Length == 0)
            {
                call.Output.Message($"{names.Length} of {names.Length} {Noun(names.Length)} {Word(wanted)}");
                return;
            }

            if (call.Now >= end)
            {
                throw new RefusedException($"the time is up, and {Told(missing, names.Length, wanted)}");
            }

            if (wanted is HostState.Up
                && missing.All(pair => pair.Standing is { State: HostState.Failing, Since: { } since } && call.Now - since > GivenUpAfter))
            {
                throw new RefusedException(Told(missing, names.Length, wanted));
            }

            await call.Output.ProgressAsync(
                $"{names.Length - missing.Length} of {names.Length} {Noun(names.Length)} {Word(wanted)}; {Counts(missing)}", names.Length - missing.Length,
                names.Length);
            await Task.Delay(Tick, call.Time, cancel);
        }
    }

    private (HostName Name, HostStanding Standing)[] Look(CommandCall call, ImmutableArray<HostName> names)
    {
        var inventory = call.Inventory;
        return [.. names.Select(name => (name, inventory.HostOf(name) is { } host
            ? states.Of(inventory, host)
            : throw new RefusedException($"host {name} was removed while it was waited for")))];
    }

    /// <summary>Who is not there, those that stand alike in one word, with why where all of them have the same reason.</summary>
    private static string Told((HostName Name, HostStanding Standing)[] missing, int all, HostState wanted)
    {
        var alike = missing.GroupBy(pair => (pair.Standing.State, pair.Standing.Why)).OrderByDescending(group => group.Count());
        return $"{missing.Length} of {all} {Noun(all)} {(missing.Length == 1 ? "is" : "are")} not {wanted.ToString().ToLowerInvariant()}: "
            + string.Join("; ", alike.Select(group =>
                $"{HostRanges.Tell(group.Select(pair => pair.Name.ToString()))} "
                    + $"{group.Key.State.ToString().ToLowerInvariant()}{(group.Key.Why is { } why ? $" ({why})" : string.Empty)}"));
    }

    private static string Counts((HostName Name, HostStanding Standing)[] missing) =>
        string.Join(
            ", ", missing.GroupBy(pair => pair.Standing.State).OrderByDescending(group => group.Key)
                .Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}"));

    private static string Word(HostState state) => state.ToString().ToLowerInvariant();

    private static string Noun(int count) => count == 1 ? "host" : "hosts";
}
