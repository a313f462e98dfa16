using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Work;
using BootService.Platform.Files;

namespace BootService.Media.Pallets;

/// <summary>The folders of carts: <c>RPMS</c> for packages, <c>nodes</c> and <c>graph</c> for node XML (docs/stacki.md).</summary>
/// <param name="folder">Where pallets lie, and carts beside them.</param>
public sealed class CartFiles(PalletFolder folder)
{
    /// <summary>Where a cart lies.</summary>
    public string PathOf(string cart) => Path.Combine(folder.Carts, cart);

    /// <summary>Makes what is not there yet of a cart's folder: a node of its own, joined to every backend.</summary>
    /// <exception cref="RefusedException">It cannot be made.</exception>
    public void Make(string cart) => Try(cart, path =>
    {
        Directory.CreateDirectory(Path.Combine(path, "RPMS"));
        var (node, nodes, graph) =
            ($"cart-{cart}-backend", Directory.CreateDirectory(Path.Combine(path, "nodes")).FullName,
                Directory.CreateDirectory(Path.Combine(path, "graph")).FullName);
        if (!Directory.EnumerateFileSystemEntries(nodes).Any() && !Directory.EnumerateFileSystemEntries(graph).Any())
        {
            WriteWhole(
                Path.Combine(nodes, $"{node}.xml"),
                $"<?xml version=\"1.0\" standalone=\"no\"?>\n\n<kickstart>\n\n<description>\nThe cart {cart}.\n</description>\n\n</kickstart>\n");
            WriteWhole(
                Path.Combine(graph, $"cart-{cart}.xml"),
                $"<?xml version=\"1.0\" standalone=\"no\"?>\n\n<graph>\n\n<edge from=\"backend\">\n  <to>{node}</to>\n</edge>\n\n<order head=\"backend\">\n  "
                    + $"<tail>{node}</tail>\n</order>\n\n</graph>\n");
        }
    });

    /// <summary>Makes a repository of the cart's packages as they are now; a cart without packages is none.</summary>
    /// <exception cref="RefusedException">It cannot be made.</exception>
    public async Task CompileAsync(string cart, CancellationToken cancel)
    {
        var any = Try(cart, path => Directory.Exists(path) ? FolderTree.Files(path, ".rpm").Any() : throw new DirectoryNotFoundException("it is not there"));
        if (any)
        {
            await Tool.RunAsync(
                "createrepo_c", ["--quiet", "--no-database", "--general-compress-type=gz", "--skip-symlinks", "--update", PathOf(cart)], cancel);
        }
        else
        {
            Try(cart, path =>
            {
                var metadata = Path.GetDirectoryName(Path.Combine(path, RepositoryIndex.Location))!;
                if (Directory.Exists(metadata))
                {
                    Directory.Delete(metadata, recursive: true);
                }
            });
        }
    }

    /// <summary>Deletes a cart's folder; none is fine.</summary>
    /// <exception cref="RefusedException">It cannot be deleted.</exception>
    public void Delete(string cart) => Try(cart, path =>
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    });

    // What a full disk leaves of a file would be the admin's own from then on, and no XML.
    private static void WriteWhole(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }
    }

    private void Try(string cart, Action<string> work) => Try(cart, path =>
    {
        work(path);
        return true;
    });

    private T Try<T>(string cart, Func<string, T> work)
    {
        try
        {
            return work(PathOf(cart));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cart {cart} lies in {PathOf(cart)}: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }
}
