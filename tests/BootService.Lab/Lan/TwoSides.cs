using BootService.Lab.Processes;

namespace BootService.Lab.Lan;

/// <summary>A second half of a boot network, bridged to the first by a line that a test can cut.</summary>
public sealed class TwoSides
{
    private const string Bridge = "far0";
    private const string Line = "line0";

    private readonly BootLan _lan;

    private TwoSides(BootLan lan) => _lan = lan;

    /// <summary>Makes the second half, joined to the first.</summary>
    public static async Task<TwoSides> OfAsync(BootLan lan)
    {
        var sides = new TwoSides(lan);
        await sides.ConfigureAsync(
            $"link add {Bridge} type bridge forward_delay 0 mcast_snooping 0",
            $"link add {Line} type veth peer name line1",
            $"link set {Line} master {BootLan.Interface} up",
            $"link set line1 master {Bridge} up",
            $"link set {Bridge} addrgenmode none up");
        return sides;
    }

    /// <summary>Adds a machine on the far side.</summary>
    public Task<LanClient> AddFarClientAsync() => _lan.AddClientAsync(Bridge);

    /// <summary>Cuts the line between the two, or joins them again.</summary>
    public Task JoinAsync(bool joined) => ConfigureAsync($"link set {Line} {(joined ? "up" : "down")}");

    private async Task ConfigureAsync(params string[] lines) =>
        (await Tool.RunAsync("ip", ["-n", _lan.Name, "-batch", "-"], string.Join('\n', lines) + '\n')).Succeeded();
}
