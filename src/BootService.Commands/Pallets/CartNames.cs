using System.IO.Enumeration;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Pallets;

/// <summary>Finds the carts that words name: case-sensitive, with <c>*</c>, <c>?</c> and SQL's <c>%</c>, as pallets are.</summary>
internal static class CartNames
{
    /// <summary>The carts that the arguments name, in the order of their names.</summary>
    /// <exception cref="RefusedException">A word that no cart fits.</exception>
    public static IReadOnlyList<Cart> Find(CommandCall call, Inventory inventory)
    {
        var found = new SortedDictionary<string, Cart>(StringComparer.Ordinal);
        foreach (var word in call.Arguments)
        {
            var fitting = inventory.Carts.Values.Where(cart => FileSystemName.MatchesSimpleExpression(word.Replace('%', '*'), cart.Name, ignoreCase: false))
                .ToArray();
            if (fitting.Length == 0)
            {
                throw new RefusedException($"unknown cart \"{word}\"{Spelling.DidYouMean(word, inventory.Carts.Keys)}");
            }

            foreach (var cart in fitting)
            {
                found[cart.Name] = cart;
            }
        }

        return [.. found.Values];
    }
}
