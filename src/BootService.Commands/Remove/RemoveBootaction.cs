using BootService.Commands.Boot;
using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command(
    "remove bootaction", "Removes a way for hosts to boot that no host needs; a built-in one that was changed is as it was.",
    Example = "remove bootaction action=rescue release=6")]
[Argument("action", ValueKind.BootAction, Optional = true, Repeats = true, Help = "Its name; may be given as a parameter instead.")]
[Parameter("action", ValueKind.BootAction, "Its name.")]
[Parameter("type", ValueKind.Choice, "What it must be of, so that no other is removed.", Choices = "install|os")]
[Parameter("os", ValueKind.Text, "Which of them: the one for this os.")]
[Parameter("release", ValueKind.Number, "Which of them: the one for this release.")]
internal sealed class RemoveBootaction : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        call.CommitAsync(inventory => [new Change.BootEntryRemoved(Removable(inventory, BootEntryRules.Key(call), call.Find("type")))], cancel);

    private static BootEntryKey Removable(Inventory inventory, BootEntryKey key, string? type)
    {
        if (!inventory.BootEntries.TryGetValue(key, out var entry))
        {
            throw new RefusedException($"action {key} does not exist");
        }

        if (type is not null && type != BootEntryRules.Type(entry))
        {
            throw new RefusedException($"action {key} is of type {BootEntryRules.Type(entry)}, not {type}");
        }

        if (BootEntries.FindBuiltIn(key) == entry)
        {
            throw new RefusedException($"action {key} is built in and stays; \"stack set bootaction\" changes it");
        }

        var after = inventory.With(new Change.BootEntryRemoved(key));
        return inventory.HostsInOrder().FirstOrDefault(host => Needs(host.InstallAction) || Needs(host.OsAction)) is { } user
            ? throw new RefusedException($"host {user.Name} boots by action {key}: give it another with \"stack set host bootaction\" first")
            : key;

        bool Needs(string name) => name == key.Name && !BootEntries.Exists(after, name);
    }
}
