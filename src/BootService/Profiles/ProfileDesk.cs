using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Core.Profiles;

namespace BootService.Profiles;

/// <summary>Renders profiles from what the appliance knows and the node files as they lie on disk now.</summary>
internal sealed class ProfileDesk(NodeFolders folders) : IProfiles, IInstallArming
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (IReadOnlyList<NodeFolder> Seen, ProfileTemplates Templates)> _byBox = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public RenderedProfile Render(Inventory inventory, Core.Hosts.Host host) => Answer(inventory, host, OsChoice.Of(inventory, host), secret: null) switch
    {
        ProfileAnswer.Rendered rendered => new RenderedProfile(rendered.Profile.ToWrappedProfile(), []),
        ProfileAnswer.Refused refused => new RenderedProfile(null, [.. refused.Faults.Select(fault => fault.ToString())]),
        _ => throw new InvalidOperationException("an answer is rendered or refused"),
    };

    /// <inheritdoc/>
    public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Core.Hosts.Host> hosts, DateTimeOffset now)
    {
        var (state, all) = (inventory, ImmutableArray.CreateBuilder<Change>());
        foreach (var host in hosts)
        {
            var changes = Arming.Install(state, host, now, InstallAttempt.NewSecret(), attempt => Kickstart(state, host, attempt));
            state = state.With(changes);
            all.AddRange(changes);
        }

        return all.ToImmutable();
    }

    private string Kickstart(Inventory inventory, Core.Hosts.Host host, InstallAttempt attempt) =>
        Answer(inventory, host, inventory.Pallets[attempt.Pallet], attempt.Secret) switch
        {
            ProfileAnswer.Rendered rendered => rendered.Profile.ToKickstart(),
            ProfileAnswer.Refused { Faults: [var first, ..] faults } => throw new RefusedException(
                $"the profile of host \"{host.Name}\" does not render: {first}{(faults.Count > 1 ? $" (and {faults.Count - 1} more; see \"stack list host profile {host.Name}\")" : string.Empty)}"),
            _ => throw new InvalidOperationException("a refusal names at least one fault"),
        };

    private ProfileAnswer Answer(Inventory inventory, Core.Hosts.Host host, Pallet os, string? secret)
    {
        var attributes = inventory.AttributesOf(host);
        var generation = AnacondaGenerations.Of(os.Key.Version)
            ?? throw new RefusedException($"pallet {os.Key} is of no release whose installer we know; releases 6 to 10 of Enterprise Linux are");
        return Templates(inventory, host).Render(new ProfileRequest
        {
            Host = host.Name.ToString(),
            Root = attributes.Text("node") ?? inventory.Appliances.GetValueOrDefault(host.Appliance)?.Node
                ?? throw new RefusedException($"appliance \"{host.Appliance}\" of host \"{host.Name}\" has no node to begin its profile with; set attribute node"),
            Attributes = secret is null ? name => Masked(attributes, name) : attributes.Text,
            Arch = os.Key.Arch,
            System = host.Os,
            Release = os.Key.Version,
            Generation = generation,
            Frontend = inventory.Frontend.Address.ToString(),
            Repositories = [.. inventory.PalletsOf(host).Where(pallet => pallet.Key == os.Key || !pallet.IsOs).Select(pallet => new ProfileRepository(
                $"{pallet.Key.Name}-{pallet.Key.Version}", $"{inventory.Frontend.BaseUrl}/install/pallets/{pallet.Key.Folder}", pallet.Key == os.Key))],
            HostsFile = HostsFile(inventory, host),
            Reports = new ReportUrls(inventory.Frontend.BaseUrl, secret ?? ReportUrls.Mask),
        });
    }

    private ProfileTemplates Templates(Inventory inventory, Core.Hosts.Host host)
    {
        try
        {
            lock (_gate)
            {
                var now = folders.Look(inventory.PalletsOf(host));
                if (_byBox.TryGetValue(host.Box, out var kept) && kept.Seen.Count == now.Count && kept.Seen.Zip(now).All(pair => pair.First.IsSame(pair.Second)))
                {
                    return kept.Templates;
                }

                var templates = ProfileTemplates.Compile([.. now.Select(folder => folder.Read())], kept.Templates);
                _byBox[host.Box] = (now, templates);
                return templates;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"node files cannot be read: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}; the daemon's user must be able to read them");
        }
    }

    private static string? Masked(HostAttributes attributes, string name) =>
        AttributeName.TryParse(name, null, out var parsed) && attributes.Find(parsed) is { } found
            ? found.Value.Shadow ? ReportUrls.Mask : found.Value.Text
            : null;

    /// <summary>The frontend and the host itself: a line for every host would make each kickstart grow with the cluster.</summary>
    private static string HostsFile(Inventory inventory, Core.Hosts.Host host)
    {
        var frontend = inventory.Frontend;
        var zone = host.Primary?.Network is { } name && inventory.Networks.GetValueOrDefault(name)?.Zone is { Length: > 0 } known ? known : frontend.Domain;
        return $"{frontend.Address}\t{frontend.Name}.{frontend.Domain} {frontend.Name}\n{host.Address}\t{host.Name}.{zone} {host.Name}\n";
    }
}
