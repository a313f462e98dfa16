using System.Collections.Immutable;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Commands.Pallets;

/// <summary>Says how boxes are named and what is in them. Pure.</summary>
internal static class BoxRules
{
    /// <summary>The box that a word names.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static string Existing(Inventory inventory, string word) =>
        Keywords.IsNothing(word) ? throw new RefusedException($"unknown box \"{word}\"")
        : inventory.HasBox(HostRules.Word("box", word)) ? word
        : throw new RefusedException(
            $"unknown box \"{word}\""
                + (Spelling.DidYouMean(word, inventory.BoxNames()) is { Length: > 0 } meant ? meant : $"; \"stack add box {word}\" makes it"));

    /// <summary>The box a verb is about, which exists; <c>distribution</c> is its name of Stacki 1.0.</summary>
    public static string Of(CommandCall call, Inventory inventory) => Existing(inventory, Named(call));

    /// <summary>The box a verb is about, whether it exists or not.</summary>
    public static string Named(CommandCall call) => call.Find("box") ?? call.Find("distribution") ?? Host.DefaultBox;

    /// <summary>A list of boxes with one more.</summary>
    public static ImmutableArray<string> With(this ImmutableArray<string> boxes, string box) =>
        boxes.Contains(box) ? boxes : [.. boxes.Append(box).Order(StringComparer.Ordinal)];

    /// <summary>The first host, by name, that is about to be installed from the software of some boxes; null when none is.</summary>
    public static InstallAttempt? Awaited(Inventory inventory, ImmutableArray<string> boxes) => inventory.Attempts.Values
        .Where(attempt => attempt.MayInstall && inventory.HostOf(attempt.Host) is { } host && boxes.Contains(host.Box))
        .MinBy(attempt => attempt.Host);

    /// <summary>How many hosts install from the software of some boxes.</summary>
    public static int Users(Inventory inventory, IEnumerable<string> boxes)
    {
        var meant = boxes.ToHashSet(StringComparer.Ordinal);
        return inventory.Hosts.Values.Count(host => meant.Contains(host.Box));
    }
}
