using System.Collections.Immutable;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Hosting;

/// <summary>What a new frontend begins with.</summary>
internal sealed class FirstStart(IAppliance appliance) : IHostedService
{
    /// <summary>Makes the folders of the admin's own files.</summary>
    /// <exception cref="StartException">A folder cannot be made.</exception>
    public static void MakeFolders(DaemonSettings settings)
    {
        foreach (var (key, folder) in Folders(settings))
        {
            try
            {
                Directory.CreateDirectory(folder);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new StartException(Refusal(key, folder, fault.Message));
            }
        }
    }

    /// <summary>Why a start could not make its folders, or not write where it keeps what it has; nothing when it could. Nothing is changed.</summary>
    public static IEnumerable<string> WhyNoFolders(DaemonSettings settings) => Folders(settings)
        .Where(folder => folder.Key == nameof(settings.DataDirectory) || !Directory.Exists(folder.Path))
        .Select(folder => FolderRoom.WhyNone(folder.Path) is { } why ? Refusal(folder.Key, folder.Path, why) : null).OfType<string>();

    private static IEnumerable<(string Key, string Path)> Folders(DaemonSettings settings) =>
    [
        (nameof(settings.DataDirectory), settings.DataDirectory),
        (nameof(settings.ExportDirectory), settings.Folders.PalletsDirectory),
        (nameof(settings.ExportDirectory), settings.Folders.CartsDirectory),
        (nameof(settings.ExportDirectory), Path.Combine(settings.Folders.SiteProfileDirectory, "nodes")),
        (nameof(settings.ExportDirectory), Path.Combine(settings.Folders.SiteProfileDirectory, "graphs", "default")),
        (nameof(settings.ExportDirectory), settings.Folders.SiteBootFilesDirectory),
    ];

    private static string Refusal(string key, string folder, string why) =>
        $"folder {folder} cannot be made or written to: {why.TrimEnd('.')}; let this user write there, or set {key} to another folder";

    /// <summary>
    /// Adds the networks of the boot interfaces, the first one's by Stacki's name, and the built-in appliances to an appliance that has none.
    /// </summary>
    public Task StartAsync(CancellationToken cancellationToken) => appliance.CommitAsync(
        inventory =>
        {
            var changes = ImmutableArray.CreateBuilder<Change>();
            if (inventory.Networks.Count == 0)
            {
                changes.Add(new Change.NetworkSet(new Network(Network.Private, inventory.Frontend.Subnet) { Zone = inventory.Frontend.Domain }));
                var others = inventory.Frontend.All.DistinctBy(link => link.Interface).Skip(1);
                changes.AddRange(others.Select(other => new Change.NetworkSet(new Network(other.Interface, other.Subnet) { Zone = other.Domain })));
            }

            if (inventory.Appliances.Count == 0)
            {
                changes.AddRange(Core.Hosts.Appliance.BuiltIn.Select(builtIn => new Change.ApplianceSet(builtIn)));
            }

            return new Proposal<bool>(true, changes.ToImmutable());
        },
        cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
