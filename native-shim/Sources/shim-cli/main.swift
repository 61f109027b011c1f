import ShimCore
