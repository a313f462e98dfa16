using System.Runtime.InteropServices;

namespace BootService.Platform.Files;

/// <summary>Says beforehand whether a folder can be made, and written to.</summary>
public static class FolderRoom
{
    /// <summary>What stands in the way of a folder that is to be written to, or to be made where it is not there; null for nothing. No full stop.</summary>
    /// <param name="folder">Its path.</param>
    public static string? WhyNone(string folder)
    {
        for (var at = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)); ; at = Path.GetDirectoryName(at)!)
        {
            switch (RegularFile.Look(at).Kind)
            {
                case FileKind.Folder:
                    return LinuxCalls.May(at, LinuxCalls.Write | LinuxCalls.Enter) ? null : $"{at}: {Marshal.GetLastPInvokeErrorMessage()}";
                case FileKind.Missing when RegularFile.LookAtName(at).Kind is FileKind.Missing && Path.GetDirectoryName(at) is not null:
                    break;
                case FileKind.Missing:
                    return $"{at} is a link that leads nowhere";
                default:
                    return $"{at} is no folder";
            }
        }
    }
}
