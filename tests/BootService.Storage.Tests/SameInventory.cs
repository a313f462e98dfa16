using BootService.Core.Attributes;
using BootService.Core.Inventories;
using Xunit;

namespace BootService.Storage.Tests;

/// <summary>Holds two inventories against each other, field by field and index by index.</summary>
internal static class SameInventory
{
    public static void Check(Inventory expected, Inventory actual, IEnumerable<AttributeOwner> owners)
    {
        Assert.Equal(expected.Networks.Values, actual.Networks.Values);
        Assert.Equal(expected.Appliances.Values, actual.Appliances.Values);
        Assert.Equal(expected.BootEntries.Values, actual.BootEntries.Values);
        Assert.Equal(expected.Groups, actual.Groups);
        Assert.Equal(expected.HostsInOrder(), actual.HostsInOrder());
        Assert.Equal(
            expected.Pallets.Values.OrderBy(pallet => pallet.Key.Folder, StringComparer.Ordinal),
            actual.Pallets.Values.OrderBy(pallet => pallet.Key.Folder, StringComparer.Ordinal));
        Assert.Equal(expected.Carts.Values, actual.Carts.Values);
        Assert.Equal(expected.AddedBoxes, actual.AddedBoxes);
        Assert.Equal(expected.Attempts.Values.OrderBy(attempt => attempt.Id), actual.Attempts.Values.OrderBy(attempt => attempt.Id));
        Assert.Equal(expected.Tokens, actual.Tokens);
        Assert.Equal(expected.Webhooks, actual.Webhooks);
        Assert.Equal(expected.Deliveries.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal),
            actual.Deliveries.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal));
        Assert.Equal(expected.LastAttempt, actual.LastAttempt);
        foreach (var owner in owners)
        {
            Assert.Equal(expected.AttributesOn(owner).AsEnumerable(), actual.AttributesOn(owner).AsEnumerable());
        }

        foreach (var nic in expected.Hosts.Values.SelectMany(host => host.Interfaces))
        {
            Assert.Equal(nic.Mac is { } mac ? expected.HostOf(mac) : null, nic.Mac is { } same ? actual.HostOf(same) : null);
        }
    }
}
