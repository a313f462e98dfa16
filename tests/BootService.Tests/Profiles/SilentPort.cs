using System.Reflection;

namespace BootService.Tests.Profiles;

/// <summary>Stands for a port that nothing is asked of: does nothing, whatever it is asked. The runtime derives from it.</summary>
public class SilentPort : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
}
