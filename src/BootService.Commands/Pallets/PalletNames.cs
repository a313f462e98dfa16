using System.IO.Enumeration;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Pallets;

/// <summary>Finds the pallets that words name: case-sensitive, with <c>*</c>, <c>?</c> and SQL's <c>%</c> (docs/stacki.md).</summary>
internal static class PalletNames
{
    /// <summary>The pallets that the arguments, <c>version=</c>, <c>release=</c>, <c>arch=</c> and <c>os=</c> name, in the order of their names.</summary>
    /// <exception cref="RefusedException">A word that no pallet fits.</exception>
    public static IReadOnlyList<Pallet> Find(CommandCall call, Inventory inventory) => Find(call, inventory, unknown => throw new RefusedException(unknown));

    /// <summary>The same, where a word that no pallet fits is the caller's to judge.</summary>
    /// <param name="call">The call.</param>
    /// <param name="inventory">The state.</param>
    /// <param name="unknown">Told the sentence about each such word.</param>
    public static IReadOnlyList<Pallet> Find(CommandCall call, Inventory inventory, Action<string> unknown)
    {
        var found = new SortedDictionary<string, Pallet>(StringComparer.Ordinal);
        foreach (var word in call.Arguments)
        {
            var pattern = word.Replace('%', '*');
            var fitting = inventory.Pallets.Values.Where(pallet => FileSystemName.MatchesSimpleExpression(pattern, pallet.Key.Name, ignoreCase: false)
                && (call.Find("version") ?? pallet.Key.Version) == pallet.Key.Version && (call.Find("arch") ?? pallet.Key.Arch) == pallet.Key.Arch
                && (call.Find("release") ?? pallet.Release) == pallet.Release && (call.Find("os") ?? pallet.Key.Os) == pallet.Key.Os).ToArray();
            if (fitting.Length == 0)
            {
                unknown(
                    $"unknown pallet name \"{word}\"{Spelling.DidYouMean(word, inventory.Pallets.Keys.Select(key => key.Name).Order(StringComparer.Ordinal))}");
            }

            foreach (var pallet in fitting)
            {
                found[pallet.Key.Folder] = pallet;
            }
        }

        return [.. found.Values];
    }
}
