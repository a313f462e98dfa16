using Microsoft.Win32.SafeHandles;

namespace BootService.Net;

/// <summary>A socket we accepted ourselves. Calls in progress keep its descriptor from becoming another's.</summary>
internal sealed class LinuxSocketHandle : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes over a descriptor.</summary>
    public LinuxSocketHandle(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LinuxSockets.Close((int)handle) == 0;
}
