using BootService.Core.Inventories;

namespace BootService.Core.Doctor;

/// <summary>
/// Whether the kernel can remember the hardware addresses of all hosts at once; beyond its limit it forgets those it talks to, and boots stall for seconds
/// (arp(7), gc_thresh3). Pure.
/// </summary>
public static class NeighbourTable
{
    /// <summary>The kernel's own limit where nobody set another.</summary>
    public const int UsualLimit = 1024;

    private const string Setting = "net.ipv4.neigh.default.gc_thresh3";

    /// <summary>Compares the limit with the hosts on our own segments; those behind routers need one entry for all.</summary>
    /// <param name="inventory">What the appliance knows.</param>
    /// <param name="limit">The limit; null when it cannot be read.</param>
    /// <returns>Null when there is nothing to say.</returns>
    public static Finding? Check(Inventory inventory, int? limit)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var near = inventory.Hosts.Values.Sum(
            host => host.Interfaces.Count(nic => nic.Address is { } address && inventory.Frontend.All.Any(link => link.Subnet.Contains(address))));
        var remedy = $"\"sysctl -w {Setting}={Wanted(near)}\", and the same line in /etc/sysctl.d";
        return (limit ?? UsualLimit) >= near ? null
            : limit is null
                ? new Finding(
                    "neighbours", Verdict.Unknown,
                    $"{near} addresses are on our segments; {Setting} cannot be read here, and is {UsualLimit} unless it was set",
                    $"\"sysctl {Setting}\" shows it; if it is too small, {remedy}")
            : Finding.Wrong("neighbours", $"{near} addresses are on our segments, and the kernel remembers the cards of {limit}", remedy);
    }

    // Room for the frontend's other neighbours, in a round number.
    private static int Wanted(int near) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(2 * near));
}
