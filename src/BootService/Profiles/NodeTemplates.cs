using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Profiles;

namespace BootService.Profiles;

/// <summary>Node files compiled, kept per box: as long as a look at the folders shows no change, nothing is read again.</summary>
internal sealed class NodeTemplates(NodeFolders folders)
{
    /// <summary>In the place of a box: no box is called so.</summary>
    public const string NoBox = "";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (IReadOnlyList<NodeFolder> Seen, ProfileTemplates Templates)> _byBox = new(StringComparer.Ordinal);

    /// <summary>The templates of a box as the files lie on disk now.</summary>
    /// <param name="box">The box.</param>
    /// <param name="carts">The carts enabled in it.</param>
    /// <param name="pallets">The pallets enabled in it.</param>
    /// <exception cref="RefusedException">A file cannot be read.</exception>
    public ProfileTemplates Of(string box, IEnumerable<Cart> carts, IEnumerable<Pallet> pallets)
    {
        try
        {
            lock (_gate)
            {
                var now = folders.Look(carts, pallets);
                if (_byBox.TryGetValue(box, out var kept) && kept.Seen.Count == now.Count && kept.Seen.Zip(now).All(pair => pair.First.IsSame(pair.Second)))
                {
                    return kept.Templates;
                }

                var templates = ProfileTemplates.Compile([.. now.Select(folder => folder.Read())], kept.Templates);
                _byBox[box] = (now, templates);
                return templates;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"node files cannot be read: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}; the daemon's user must be able to read them");
        }
    }
}
