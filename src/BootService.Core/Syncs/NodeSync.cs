using System.Collections.Immutable;
using BootService.Core.Firewalls;
using BootService.Core.Installers;
using BootService.Core.Networks;
using BootService.Core.Profiles;

namespace BootService.Core.Syncs;

/// <summary>A part of an installed node that can be brought up to date.</summary>
public enum SyncPart
{
    /// <summary>Its links.</summary>
    Network,

    /// <summary>Its firewall.</summary>
    Firewall,

    /// <summary>The names of its peers.</summary>
    Hosts,

    /// <summary>Its time servers.</summary>
    Time,
}

/// <summary>What a node's files are to be, as shell that writes them below a folder, and how they come into effect.</summary>
/// <param name="Targets">The files and folders that may change; everything else is left alone.</param>
/// <param name="Write">Shell that writes them below <c>$new</c>, where copies of what is there lie already.</param>
/// <param name="Activate">Shell that puts them into effect; its exit code says whether they are.</param>
/// <param name="CanCutOff">Whether a fault in them could make the node unreachable, so that it goes back unless the frontend reaches it again.</param>
public sealed record NodeSync(ImmutableArray<string> Targets, string Write, string Activate, bool CanCutOff)
{
    private const string Root = "\"$new\"";
    private const string TimeServers = "Kickstart_PrivateNTPHost";

    private const string RestartNetwork = """
        if command -v nmcli > /dev/null && nmcli -t general > /dev/null 2>&1; then
            nmcli connection reload && nmcli networking off && nmcli networking on
        elif command -v systemctl > /dev/null; then
            systemctl restart network
        else
            service network restart
        fi
        """;

    /// <summary>What a host wants.</summary>
    /// <param name="part">Which part of it.</param>
    /// <param name="request">What its profile is rendered from.</param>
    /// <param name="firewall">Its firewall.</param>
    /// <exception cref="RefusedException">There is nothing to bring, or no way to.</exception>
    public static NodeSync Of(SyncPart part, ProfileRequest request, NodeFirewall firewall)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(firewall);
        var generation = (request.Installer as Installer.Anaconda)?.Generation;
        return part switch
        {
            SyncPart.Network => OfNetwork(request, generation),
            SyncPart.Firewall => OfFirewall(request, firewall, generation),
            SyncPart.Hosts => new NodeSync(
                ["/etc/hosts"],
                $"cat > {Root}/etc/hosts << 'EOF'\n127.0.0.1\tlocalhost localhost.localdomain\n::1\tlocalhost localhost.localdomain\n{request.HostsFile}EOF\n",
                ":",
                CanCutOff: false),
            _ => OfTime(request, generation),
        };
    }

    private static NodeSync OfNetwork(ProfileRequest request, AnacondaGeneration? generation) =>
        generation is not { } known ? throw new RefusedException(
            $"host {request.Host} runs {request.System} {request.Release}, to which a changed network is not carried: install it again")
        : request.Network.IsBootCardOnly ? throw new RefusedException(
            $"host {request.Host} has no card but the one that it boots from, which gets its address by DHCP: there is nothing to bring")
        : known >= AnacondaGeneration.El9
            ? new NodeSync(["/etc/NetworkManager/system-connections"], KeyfileScript.Of(request.Network, Root), RestartNetwork, CanCutOff: true)
            : new NodeSync(["/etc/sysconfig/network-scripts"], IfcfgScript.Of(request.Network, needsBondAlias: false, Root), RestartNetwork, CanCutOff: true);

    private static NodeSync OfFirewall(ProfileRequest request, NodeFirewall firewall, AnacondaGeneration? generation)
    {
        var (isNftables, isDebian) = (generation is null or >= AnacondaGeneration.El8, generation is null);
        if (firewall.IsNone)
        {
            throw new RefusedException(
                $"host {request.Host} has no firewall rule, or its attribute firewall is false: \"stack list firewall\" shows what is set");
        }

        var file = FirewallScript.FileOf(isNftables, isDebian);
        return new NodeSync(
            [file], $"mkdir -p {Root}{file[..file.LastIndexOf('/')]}\n{FirewallScript.Write(firewall, isNftables, isDebian, Root)}",
            FirewallScript.Enable(isNftables) + FirewallScript.Activate(isNftables), CanCutOff: true);
    }

    private static NodeSync OfTime(ProfileRequest request, AnacondaGeneration? generation)
    {
        var named = (request.Attributes(TimeServers) ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var servers = string.Concat(named.Select(server => $"server {server} iburst\n"));
        if (servers.Length == 0)
        {
            throw new RefusedException($"host {request.Host} is told of no time server: set attribute {TimeServers}");
        }

        if (generation is AnacondaGeneration.El6)
        {
            return new NodeSync(
                ["/etc/ntp.conf"],
                $"cat > {Root}/etc/ntp.conf << 'EOF'\ndriftfile /var/lib/ntp/drift\nrestrict default nomodify notrap nopeer noquery\n"
                    + $"restrict 127.0.0.1\n{servers}EOF\n",
                "service ntpd restart", CanCutOff: false);
        }

        var (folder, service) = generation is null ? ("/etc/chrony", "chrony") : ("/etc", "chronyd");
        return new NodeSync(
            [$"{folder}/chrony.conf"],
            $"mkdir -p {Root}{folder}\ncat > {Root}{folder}/chrony.conf << 'EOF'\n{servers}driftfile /var/lib/chrony/drift\nmakestep 1.0 3\nrtcsync\nEOF\n",
            $"systemctl restart {service}", CanCutOff: false);
    }
}
