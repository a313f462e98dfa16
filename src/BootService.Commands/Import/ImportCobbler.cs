using BootService.Commands.Catalog;
using BootService.Commands.Imports;

namespace BootService.Commands.Verbs;

[Command(
    "import cobbler", "Brings over Cobbler's systems and profiles, all of them or nothing, and says what has no place here.", TakesFile = true,
    TellsTrial = true,
    Detail = "Named is Cobbler's folder of collections (/var/lib/cobbler/collections, or config of older versions), or a file with lists of distros, profiles "
        + "and systems as JSON. A system becomes a host with "
        + "its interfaces, bonds, bridges, routes, aliases and BMC; a profile an environment of the same name, whose attributes are the values for templates "
            + "and the words for kernels of the "
        + "profile, its parents and its distro; networks are made for addresses that lie in none. Kickstart templates are left out: profiles are node XML.",
    Example = "import cobbler /var/lib/cobbler/collections dryrun=yes")]
[Argument("path", ValueKind.Path, Help = "The folder or file, as the caller can read it.")]
[Parameter("rack", ValueKind.Place, "The rack of hosts whose names do not say it; 0 unless said otherwise.")]
[Parameter("dryrun", ValueKind.Flag, "Says what would come, and changes nothing.")]
[Parameter("partial", ValueKind.Flag, "Leaves out what cannot be, each with the reason, instead of refusing everything.")]
[Parameter("confirm", ValueKind.Number, "How many hosts get other addresses; must be given when they are more than 10.")]
[Row(ImportReport.Row)]
internal sealed class ImportCobbler : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var path = call.Arguments[0];
        var items = CobblerItems.Read(path, call.FileOctets(path, mayBeFolder: true));
        return ImportRun.RunAsync(call, path, draft => new CobblerSite(items, draft).Read(call.FindValue<Core.Hosts.Place>("rack") ?? 0), cancel);
    }
}
