using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Core.Installs;

/// <summary>What follows from a signal: the attempt's next value, and with it the flip of the host's action, in one transaction.</summary>
public static class AttemptLedger
{
    /// <summary>Attributes that count for one install only, so that nobody wipes a disk twice (docs/stacki.md).</summary>
    private static readonly AttributeName[] OneShot =
        [AttributeName.Parse("nukedisks"), AttributeName.Parse("nukecontroller"), AttributeName.Parse("secureerase")];

    /// <summary>The changes that follow when a signal reaches an attempt. None when it changes nothing, as when it comes twice.</summary>
    /// <param name="inventory">The state now.</param>
    /// <param name="attempt">The attempt as the sender knows it; its newest value is looked up by its number.</param>
    /// <param name="signal">What happened.</param>
    /// <param name="now">When.</param>
    public static IReadOnlyList<Change> Changes(Inventory inventory, InstallAttempt attempt, AttemptSignal signal, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(attempt);
        if (inventory.AttemptOf(attempt.Host) is not { } current || current.Id != attempt.Id)
        {
            return [];
        }

        var next = current.On(signal, now);
        if (ReferenceEquals(next, current))
        {
            return [];
        }

        var changes = new List<Change> { new Change.AttemptSet(next) };
        if (!next.MayInstall && inventory.HostOf(attempt.Host) is { Action: BootAction.Install } host)
        {
            changes.Add(new Change.HostSet(host with { Action = BootAction.Os }));
        }

        // An install whose end was not heard is over when its system is up. After one that was heard, a wish is one for the next install.
        if (next.State is AttemptState.Staged || (next.State is AttemptState.Confirmed && attempt.State is not (AttemptState.Staged or AttemptState.Confirmed)))
        {
            changes.AddRange(Spent(inventory, attempt.Host, now));
        }

        return changes;
    }

    private static IEnumerable<Change> Spent(Inventory inventory, HostName host, DateTimeOffset now)
    {
        var owner = AttributeOwner.Of(host);
        foreach (var name in OneShot)
        {
            if (inventory.HostOf(host) is { } found && inventory.AttributesOf(found).Find(name) is { } set
                && set.Value.Text is not ("false" or "False" or "none" or ""))
            {
                yield return new Change.AttributeWritten(owner, name, new AttributeValue("false", Shadow: false, now));
            }
        }
    }
}
