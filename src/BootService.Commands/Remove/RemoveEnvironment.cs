using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove environment", "Removes environments that no host is of, and their attributes.", Example = "remove environment test")]
[Argument("environment", Repeats = true, Help = "Its name.")]
internal sealed class RemoveEnvironment : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.Arguments.SelectMany(word => Attributes(inventory, Unused(inventory, word))),
        cancel);

    private static IEnumerable<Change> Attributes(Inventory inventory, AttributeOwner owner) =>
        inventory.AttributesOn(owner).Select(entry => new Change.AttributeRemoved(owner, entry.Name));

    private static AttributeOwner Unused(Inventory inventory, string word)
    {
        if (inventory.HostsInOrder().FirstOrDefault(host => host.Environment == word) is { } user)
        {
            throw new RefusedException($"host {user.Name} is of environment {word}: \"stack set host environment {user.Name} environment=\" first");
        }

        var known = inventory.OwnersAt(AttributeScope.Environment).Select(owner => owner.Target).ToArray();
        return known.Contains(word)
            ? new AttributeOwner(AttributeScope.Environment, word)
            : throw new RefusedException($"unknown environment \"{word}\"{Spelling.DidYouMean(word, known)}");
    }
}
